"""What travels by itself: over a hub, or between laptops in one room."""
