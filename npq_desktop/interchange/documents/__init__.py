"""Reads the text out of documents that were handed in, one module a format."""
