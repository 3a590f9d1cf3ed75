"""What a screen or report shows, and what the journal says, as frozen dataclasses."""
