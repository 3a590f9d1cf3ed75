"""The text in the middle of the Task review tab, and the files of a work."""
