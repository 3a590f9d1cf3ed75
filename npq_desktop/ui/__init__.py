"""The windows, tabs and dialogs: the only package that imports PySide6."""
