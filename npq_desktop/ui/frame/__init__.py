"""The main window around the three tabs: header, status bar, menus, first run, shortcuts."""
