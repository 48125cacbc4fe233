"""The demo marketplace: real orders, a desk to play it from, and a year of one seller as a transcript."""
