"""The reading child: jobs in, answers out, and nothing else.

It runs as the hidden command ``npq-desktop read-apart``. Only the program that started it speaks to
it, so jobs may name any function; what it answers is believed no more than the file itself.
"""

import faulthandler
import pickle
import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import BinaryIO

from typing_extensions import override

from npq_desktop.errors import NpqDesktopError
from npq_desktop.interchange.apart.limits import FRAME, ChildLimits, allow_one, close_doors
from npq_desktop.interchange.apart.values import packed

Job = Callable[[], object]
READ, REFUSED, NO_ROOM, DAMAGED, LONG = "read", "refused", "no room", "damaged", "long"


def read_apart(limits: ChildLimits) -> int:
    """Answer requests until there are no more."""
    close_doors(limits)
    while answer_one(sys.stdin.buffer, sys.stdout.buffer, limits):
        pass
    return 0


def answer_one(source: BinaryIO, target: BinaryIO, limits: ChildLimits) -> bool:
    """Do one job and answer; says whether there was one."""
    lent: list[bytes] = []
    head = source.read(FRAME.size)
    if len(head) < FRAME.size:
        return False
    allow_one(limits)
    (many,) = FRAME.unpack(head)
    for _ in range(many):
        (size,) = FRAME.unpack(source.read(FRAME.size))
        lent.append(source.read(size))
    *lent, request = lent
    answer = answer_of(_Jobs(request, lent).load, lent)
    if len(answer) > limits.answer:
        answer = packed((LONG, None))
    target.write(FRAME.pack(len(answer)) + answer)
    target.flush()
    faulthandler.cancel_dump_traceback_later()
    return True


def answer_of(job: Callable[[], Job], lent: Sequence[bytes]) -> bytes:
    """What a job says, as an answer: what it read, its refusal, or that it failed."""
    try:
        return packed((READ, job()()), lent)
    except NpqDesktopError as error:
        return packed((REFUSED, error))
    except MemoryError:
        return packed((NO_ROOM, None))
    except Exception:  # noqa: BLE001  # whatever a hostile file makes a library raise
        return packed((DAMAGED, None))


def request_of(job: Job, lent: Sequence[bytes]) -> bytes:
    """A job as bytes, in which those that are lent are only named."""
    stream = BytesIO()
    _Asking(stream, lent).dump(job)
    return stream.getvalue()


class _Asking(pickle.Pickler):
    def __init__(self, stream: BytesIO, lent: Sequence[bytes]) -> None:
        super().__init__(stream, protocol=5)
        self._places = {id(each): at for at, each in enumerate(lent)}

    @override
    def persistent_id(self, obj: object) -> int | None:
        return self._places.get(id(obj)) if isinstance(obj, bytes) else None


class _Jobs(pickle.Unpickler):
    def __init__(self, request: bytes, lent: Sequence[bytes]) -> None:
        super().__init__(BytesIO(request))
        self._lent = lent

    @override
    def persistent_load(self, pid: int) -> bytes:
        return self._lent[pid]
