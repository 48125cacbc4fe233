"""Leaving a point programme and coming back, with what it means before the confirmation."""
