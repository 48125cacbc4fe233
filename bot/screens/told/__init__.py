"""A reported shop's months: what the marketplace told of them, from every side (RULES 16)."""
