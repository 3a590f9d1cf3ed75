"""Tables that are saved for people and other programs: registers and the cohort."""
