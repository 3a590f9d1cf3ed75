"""What goes between laptops: files, folder, members, what is unsettled."""
