"""Signed events and what a set of them means; pure functions, no SQL, no Qt, no clock."""
