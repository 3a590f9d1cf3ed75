"""The panel beside the table: one person's pages, or the group at a glance."""
