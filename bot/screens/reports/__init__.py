"""Reports: a month in numbers and pictures, and the longer view (RULES 11)."""
