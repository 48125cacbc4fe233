"""Points: balances, what expires when, and spending in four taps."""
