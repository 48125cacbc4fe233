"""What every screen stands on: the ports, the visitor, windows and their messages, ways between them, confirmations."""
