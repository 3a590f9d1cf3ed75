"""The view Assessment and the page of the same name about a person."""
