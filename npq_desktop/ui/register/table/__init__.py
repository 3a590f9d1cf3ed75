"""The table of one register: its model, its cells and how they are drawn."""
