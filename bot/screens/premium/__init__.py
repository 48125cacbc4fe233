"""Premium: what it gives, and every change of the subscription with its confirmation."""
