"""The dialogs of the menu Office."""
