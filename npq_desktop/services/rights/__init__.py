"""What a person may ask for, a report or erasure; handing a group over."""
