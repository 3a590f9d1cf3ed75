"""What a screen or report shows, as frozen dataclasses."""
