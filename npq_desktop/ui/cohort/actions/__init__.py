"""What can be recorded, printed or saved of the chosen person and of the cohort."""
