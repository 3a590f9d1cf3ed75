"""What facts are worth: the credit of a mark, disagreement, catch-ups, the engine's items."""
