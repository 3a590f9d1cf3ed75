"""How everything is drawn: colours by meaning, sizes, strokes, icons, the style."""
