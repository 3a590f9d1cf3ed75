"""What is done later, in steps, or beside the window."""
