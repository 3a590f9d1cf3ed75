"""What belongs to this laptop: where things lie, its keys, who works on it, its settings."""
