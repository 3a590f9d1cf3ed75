"""Rosters, learning-platform exports, calendars and spreadsheets: files to rows and back."""
