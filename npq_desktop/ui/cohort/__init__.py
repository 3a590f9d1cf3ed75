"""The Cohort tab: where everybody stands against the bar, and one person's workings."""
