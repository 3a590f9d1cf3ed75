"""Transports: how a group travels without anybody carrying a file; and what there is to do."""
