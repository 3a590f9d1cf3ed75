"""Foreign bytes read in a child process: what goes there, what comes back, within which limits."""
