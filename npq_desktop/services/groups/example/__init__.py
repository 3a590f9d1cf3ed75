"""The example group: fictional, the same each time for the same moment, half-way through."""

from npq_desktop.services.groups.example.example import ExampleGroup

__all__ = ["ExampleGroup"]
