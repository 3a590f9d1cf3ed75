"""The dialogs that bring files in."""
