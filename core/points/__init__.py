"""Point programmes: earning, lots and their expiry, spending, what is ahead."""
