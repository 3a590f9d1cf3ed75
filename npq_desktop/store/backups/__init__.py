"""Copies of the database: made, kept, thinned."""
