"""The subscription: its chart, its charges, its benefits."""
