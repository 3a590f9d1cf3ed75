"""The view Office and the page of the same name about a person."""
