"""Home: one glance, and on top the one thing that needs attention."""
