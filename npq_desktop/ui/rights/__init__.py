"""A person's report and erasure; handing a group over."""
