"""The groups of this laptop side by side; the example group."""
