"""Tasks handed in and decided."""
