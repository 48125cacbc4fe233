"""Settings: how a person is told, in which language and zone, and how they leave."""
