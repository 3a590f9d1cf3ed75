"""What a dialog is made of."""
