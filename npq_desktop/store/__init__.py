"""The encrypted store: events as they came, what they mean, and what this laptop alone knows."""
