"""The dialogs by which groups and facts come in and go out as files."""
