"""How pages are laid out, scrolled and changed."""
