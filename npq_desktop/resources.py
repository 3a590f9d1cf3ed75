"""Where the files that come with the program are: programmes, icons, example data.

They lie in ``resources/`` of a checkout and in ``npq_desktop/resources/`` of an installed wheel.
This module finds them; reading them is for whoever asks.
"""

from pathlib import Path


def resource(name: str) -> Path:
    """The path of the shipped file or folder ``name``, with ``/`` between folders."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return (installed if installed.is_dir() else package.parent / "resources") / name
