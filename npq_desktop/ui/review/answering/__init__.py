"""The pane on the right of the Task review tab: feedback, phrases, decisions."""
