"""What members are told: the kinds of notices, when each is due and what makes it true (RULES 12)."""
