"""What happened, line by line, with the reason of each; charges, statements and files."""
