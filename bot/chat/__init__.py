"""The chat put together: the ways in, the screens, and what happens when an update fails."""
