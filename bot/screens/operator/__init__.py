"""The operator's screens: find a seller, see what they see, do what only the marketplace may, write to many."""
