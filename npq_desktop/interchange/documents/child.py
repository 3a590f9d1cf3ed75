"""The reading child: bytes in, JSON out, and nothing else.

It runs as the hidden command ``npq-desktop read-apart``. Once its libraries are there it can open
no file and no socket where the system can forbid that.
"""

import codecs
import contextlib
import importlib
import json
import math
import sys
from typing import BinaryIO

from npq_desktop.interchange.documents import pdf, rtf
from npq_desktop.interchange.documents.formats import ANSWER, MOST_ANSWERED, PDF, REQUEST

_MEMORY = 1024 * 1024 * 1024
_SECONDS = 10
_PAGES = (437, 850, 852, 866, 874, 932, 936, 949, 950, *range(1250, 1259))
_CODECS = ("utf-16-le", "utf-16", "latin-1", *(f"cp{n}" for n in _PAGES), *rtf.CODECS)


def read_apart() -> int:
    """Answer requests until there are no more."""
    pdf.forget_fonts()
    for name in _CODECS:
        with contextlib.suppress(LookupError):
            codecs.lookup(name)  # Python opens a codec's file when it is first used
    _close_doors()
    while answer_one(sys.stdin.buffer, sys.stdout.buffer):
        pass
    return 0


def answer_one(source: BinaryIO, target: BinaryIO) -> bool:
    """Read one document and answer; says whether there was one."""
    head = source.read(REQUEST.size)
    if len(head) < REQUEST.size:
        return False
    kind, size = REQUEST.unpack(head)
    data = source.read(size)
    _allow_seconds()
    answer = json.dumps(_answer(kind, data), ensure_ascii=False).encode("utf-8", "replace")
    if len(answer) > MOST_ANSWERED:
        answer = json.dumps({"problem": "long"}).encode()
    target.write(ANSWER.pack(len(answer)) + answer)
    target.flush()
    return True


def _answer(kind: bytes, data: bytes) -> dict[str, object]:
    try:
        if kind == PDF:
            found = pdf.pdf_text(data)
            return {"lines": found.lines, "pages": found.pages, "missing": len(found.missing)}
        lines, notes = rtf.rtf_lines(data)
    except pdf.PdfLockedError:
        return {"problem": "password"}
    except Exception:  # noqa: BLE001  # whatever a hostile file makes a library raise
        return {"problem": "damaged"}
    return {"lines": lines, "notes": notes}


def _close_doors() -> None:
    """Limit memory, and let nothing be opened from now on; Windows has no such limits."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _allow_seconds() -> None:
    """The processor's time for one document, counted from what was used before."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        resource = importlib.import_module("resource")
        usage = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(usage.ru_utime + usage.ru_stime) + _SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
