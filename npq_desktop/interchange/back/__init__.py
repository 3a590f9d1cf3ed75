"""Writes decisions into the files that platforms take back, each by the platform's own rules.

Bytes and decisions in, bytes and refusals out. Nobody without a decision is in a file.
"""
