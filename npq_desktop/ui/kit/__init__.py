"""What every screen is made of; knows no feature."""
