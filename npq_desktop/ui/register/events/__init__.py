"""What can be done to an event, and the history of a register."""
