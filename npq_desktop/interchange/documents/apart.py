"""Has risky documents read in a process of its own, which may die without harm.

Source: interchange/LAYOUTS.md, "Documents".
"""

import json
import subprocess
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from npq_desktop.interchange.documents.formats import ANSWER, MOST_ANSWERED, REQUEST
from npq_desktop.resources import own_command

COMMAND = own_command("read-apart")
MOST_SECONDS = 20.0
_GONE = {"problem": "trouble"}


class ReadingChild:
    """One child for many documents: started when first needed, and again once it has died.

    Use it as a context; any thread may. ``seconds`` is how long one document may take.
    """

    def __init__(self, command: Sequence[str] = COMMAND, *, seconds: float = MOST_SECONDS) -> None:
        self._command, self._seconds = tuple(command), seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def answer(self, kind: bytes, data: bytes) -> Mapping[str, object]:
        """What the child says about a document; ``problem`` is ``trouble`` where it died."""
        with self._lock:
            process = self._running()
            if process is None:
                return _GONE
            watch = threading.Timer(self._seconds, process.kill)
            watch.start()
            try:
                found = _exchange(process, kind, data)
            except (OSError, ValueError):
                found = None
            finally:
                watch.cancel()
            if found is None:
                self._end()
                return _GONE
            return found

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

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


def _exchange(
    process: subprocess.Popen[bytes], kind: bytes, data: bytes
) -> Mapping[str, object] | None:
    """Ask and hear the answer; None where the child died or says what no child would."""
    if process.stdin is None or process.stdout is None:
        return None
    process.stdin.write(REQUEST.pack(kind, len(data)))
    process.stdin.write(data)
    process.stdin.flush()
    head = process.stdout.read(ANSWER.size)
    if len(head) < ANSWER.size:
        return None
    (size,) = ANSWER.unpack(head)
    if size > MOST_ANSWERED:
        return None
    body = process.stdout.read(size)
    found = json.loads(body) if len(body) == size else None
    return found if isinstance(found, dict) else None
