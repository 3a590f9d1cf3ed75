"""A damaged database: found out, read page by page, put right."""
