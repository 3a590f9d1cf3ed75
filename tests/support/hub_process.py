"""The server ``npq-hub`` as its owner runs it: a process of its own."""

import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from npq_desktop.hub.commands import script; script()")


@dataclass
class HubProcess:
    """A hub on a database; :meth:`start` may be called again after :meth:`kill`, and then it
    listens where it did.
    """

    database: str
    listen: str = "127.0.0.1:0"
    url: str = ""
    key: str = ""
    running: subprocess.Popen = field(init=False)

    def start(self) -> "HubProcess":
        """Listen, and wait until it says so."""
        command = [*COMMAND, "serve", "--database", self.database, "--listen", self.listen]
        self.running = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
        )
        said = re.search(r"listening on (\S+) key (\S+)", self.running.stdout.readline())
        assert said is not None, "the hub did not start"
        self.url, self.key = said.groups()
        self.listen = self.url.partition("://")[2]
        return self

    def link(self, *more: str) -> str:
        """A link that its owner hands out; ``more``: arguments of ``npq-hub code``."""
        command = [*COMMAND, "code", "--database", self.database, "--url", self.url, *more]
        made = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        return made.stdout.strip()

    def code(self, *more: str) -> str:
        """The code of such a link."""
        return self.link(*more).rpartition(".")[2]

    def hang(self) -> None:
        """Answer nobody, as a machine that sleeps."""
        self.running.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Wake up."""
        self.running.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """The power is cut."""
        self.running.kill()
        self._wait()

    def stop(self) -> None:
        """Its owner ends it."""
        self.running.terminate()
        self._wait()

    def _wait(self) -> None:
        self.running.wait(10)
        self.running.stdout.close()
