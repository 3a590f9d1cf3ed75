"""Putting what is on screen on paper or into files: pages, printers, the dialog that saves."""
