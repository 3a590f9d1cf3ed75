"""What a hub and two laptops in one room say to each other: items, boxes, keys and summaries."""
