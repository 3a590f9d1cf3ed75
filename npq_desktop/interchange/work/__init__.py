"""What participants handed in: the archives of platforms and the text of documents."""
