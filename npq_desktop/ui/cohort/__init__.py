"""The Cohort tab: everybody's engagement and standing, and one person's workings."""
