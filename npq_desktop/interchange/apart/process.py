"""Has foreign bytes read in a process of its own, which may die without harm.

Source: interchange/LAYOUTS.md, "Apart".
"""

import atexit
import subprocess
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.apart.child import NO_ROOM, READ, REFUSED, answer_of, request_of
from npq_desktop.interchange.apart.limits import DOCUMENTS, FILES, FRAME, ChildLimits
from npq_desktop.interchange.apart.values import unpacked
from npq_desktop.resources import own_command

Read = TypeVar("Read")
_NO_MEMORY = (
    "This laptop has too little free memory for this file. Close other programs, or choose a "
    "smaller file."
)


class ReadingChild:
    """One child for many files: started when first needed, and again once it has died.

    Any thread may ask; one after the other is answered. ``is_here`` is true in the child itself.
    ``in_process`` is for tests that read many small files: the same answers, without a process.
    """

    is_here = False
    in_process = False

    def __init__(self, limits: ChildLimits, command: Sequence[str] = ()) -> None:
        self.limits = limits
        self._command = tuple(command) or own_command("read-apart", limits.name)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def read(self, job: Callable[[], Read], *, name: str, lent: Sequence[bytes] = ()) -> Read:
        """What a job finds in the bytes lent to it, which come from the file of this name.

        Raises:
            InterchangeError: it cannot be read, whatever it made the child do.
        """
        if self.is_here:
            return job()
        if self.in_process:
            answer: bytes | None = answer_of(lambda: job, lent)
        else:
            answer = self._answer(request_of(job, lent), lent)
        try:
            said, found = unpacked(answer, lent) if answer is not None else ("", None)
        except (TypeError, ValueError):
            said, found = "", None
        if said == READ:
            return cast("Read", found)
        if said == REFUSED and isinstance(found, Exception):
            raise found
        if said == NO_ROOM:
            raise InterchangeError(_NO_MEMORY)
        raise InterchangeError(f"“{name}” could not be read. Nothing else is touched. {_ACTION}")

    def warm(self) -> None:
        """Start the child now, so that it is there when a file is chosen."""
        if not (self.is_here or self.in_process):
            threading.Thread(target=self._start, daemon=True).start()

    def stop(self) -> None:
        """Stop reading; the caller that waits learns that it failed."""
        process = self._process
        if process is not None and self._lock.locked():
            process.kill()

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def _answer(self, request: bytes, lent: Sequence[bytes]) -> bytes | None:
        with self._lock:
            process = self._running()
            if process is None:
                return None
            watch = threading.Timer(self.limits.wait, process.kill)
            watch.daemon = True
            watch.start()
            try:
                answer = _exchange(process, (*lent, request), self.limits.answer)
            except (OSError, ValueError):
                answer = None
            finally:
                watch.cancel()
            if answer is None:
                self._end()
            return answer

    def _start(self) -> None:
        with self._lock:
            self._running()

    def _running(self) -> subprocess.Popen[bytes] | None:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            try:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            except OSError:
                return None
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was still to be written is of no use to a dead child


_ACTION = "Open it in the program it comes from and save it again, or ask for another copy."


def _exchange(
    process: subprocess.Popen[bytes], sent: Sequence[bytes], longest: int
) -> bytes | None:
    """Ask and hear the answer; None where the child died or says what no child would."""
    if process.stdin is None or process.stdout is None:
        return None
    process.stdin.write(FRAME.pack(len(sent)))
    for each in sent:
        process.stdin.write(FRAME.pack(len(each)))
        process.stdin.write(each)
    process.stdin.flush()
    head = process.stdout.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    (size,) = FRAME.unpack(head)
    if size > longest:
        return None
    answer = process.stdout.read(size)
    return answer if len(answer) == size else None


def _kept(limits: ChildLimits) -> ReadingChild:
    child = ReadingChild(limits)
    atexit.register(child.close)
    return child


files = _kept(FILES)
"""Reads whole files: tables, calendars, archives, emails."""
documents = _kept(DOCUMENTS)
"""Reads one document at a time, also those inside an archive."""
CHILDREN = {child.limits.name: child for child in (files, documents)}
