"""Bytes to plain tables: text, workbooks, archives, each read safely."""
