"""Help: what the words mean and how things work, from the policy in force."""
