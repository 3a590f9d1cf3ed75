"""Where the files that come with the program are: programmes, icons, example data.

They lie in ``resources/`` of a checkout and in ``npq_desktop/resources/`` of an installed wheel.
This module finds them; its callers read them.
"""

import sys
from pathlib import Path


def resource(name: str) -> Path:
    """The path of the shipped file or folder ``name``, with ``/`` between folders."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return (installed if installed.is_dir() else package.parent / "resources") / name


def own_command(*arguments: str) -> tuple[str, ...]:
    """How this program starts itself with these arguments, from a checkout, a wheel or frozen.

    Frozen it is the program that answers on standard output: on Windows another one has the window.
    """
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        return (str(program.with_name(f"npq-desktop{program.suffix}")), *arguments)
    return (sys.executable, "-m", "npq_desktop", *arguments)
