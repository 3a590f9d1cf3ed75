"""Shared by every service: the facts of a group, writing, undo, identities, words, times."""
