"""Backups, recovery, rescue."""
