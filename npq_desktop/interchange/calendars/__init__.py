"""Which events a calendar or a spreadsheet lists, and when they are."""
