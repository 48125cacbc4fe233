"""Readers of what was kept: history, reports, explanations, states, and the checks that it all agrees."""
