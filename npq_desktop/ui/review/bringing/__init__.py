"""Work that comes in: from files, dropped or pasted, through one preview."""
