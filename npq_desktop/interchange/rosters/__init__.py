"""Lists of people and of schools: rosters, OneRoster archives, the register of schools."""
