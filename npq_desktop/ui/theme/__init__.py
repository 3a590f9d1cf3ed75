"""How the program looks: two palettes, tinted icons and measures taken from the font."""
