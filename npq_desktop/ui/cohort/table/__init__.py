"""The table of the cohort: its model, its columns, how its cells are painted."""
