"""What goes between laptops: sending, opening, invitations, the shared folder, the sync panel."""
