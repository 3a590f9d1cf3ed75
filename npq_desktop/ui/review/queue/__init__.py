"""The works that wait, at the left of the Task review tab."""
