"""The programme office in the window: the view Assessment, pages about a person, its dialogs."""
