"""The recovery sheet, restoring, and what a start asks when the store cannot open."""
