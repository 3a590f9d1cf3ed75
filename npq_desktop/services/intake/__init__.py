"""What comes in files: rosters, claims, dates, schools."""
