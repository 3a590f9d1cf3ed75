"""NPQ Desktop: registers, task review and engagement for facilitators of the NPQLPM.

Importing this package imports nothing, so that the engine loads without Qt or SQL.
"""

__version__ = "0.1.0"
