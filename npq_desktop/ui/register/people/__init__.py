"""Who is added to a register: somebody of the group, or a walk-in."""
