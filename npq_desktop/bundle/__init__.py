"""The JSON sync file: writing, strict reading, the age envelope, safe saving."""
