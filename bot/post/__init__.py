"""Notices on their way into chats, with the buttons under them."""
