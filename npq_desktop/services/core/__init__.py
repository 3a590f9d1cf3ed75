"""What every service stands on: the facts of a group, writing, undo, identities, words, times."""
