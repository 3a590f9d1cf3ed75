"""Small widgets and drawings that several tabs share; each module is one thing with a name."""
