"""What the keys of the register do to a row: letters, find, minutes, catch-up."""
