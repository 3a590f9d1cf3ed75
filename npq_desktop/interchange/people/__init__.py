"""Who a person of a file is among the people of a group, by identifiers and names."""
