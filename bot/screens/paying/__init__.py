"""Paying: which services points pay by themselves, up to how much a day, and what is kept for which."""
