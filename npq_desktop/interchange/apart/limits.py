"""How much one reading child may use, and how it speaks with the program."""

import contextlib
import faulthandler
import importlib
import math
import struct
from dataclasses import dataclass

FRAME = struct.Struct("!Q")
"""In front of everything that is sent: its length."""
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one request may cost.

    ``work`` are seconds of the processor, ``wait`` seconds by the clock. A child that is ``shut``
    can open no file and no socket once its libraries are there.
    """

    name: str
    work: int
    wait: int
    memory: int
    answer: int
    shut: bool = False


FILES = ChildLimits("files", 60, 180, 2048 * MEGABYTE, 256 * MEGABYTE)
DOCUMENTS = ChildLimits("documents", 10, 20, 1024 * MEGABYTE, 32 * MEGABYTE, shut=True)


def close_doors(limits: ChildLimits) -> None:
    """Limit memory, and let nothing be written from now on; Windows has no such limits."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        if limits.shut:
            resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


def allow_one(limits: ChildLimits) -> None:
    """Count time anew. A child that nobody ends, because the program died, ends by itself."""
    faulthandler.dump_traceback_later(limits.wait + 5, exit=True)
    with contextlib.suppress(ImportError, OSError, ValueError):
        resource = importlib.import_module("resource")
        usage = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(usage.ru_utime + usage.ru_stime) + limits.work
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
