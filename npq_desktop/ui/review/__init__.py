"""The Task review tab: the queue, what was handed in, and the decision on it."""
