"""What holds for every test: no network, no real home, no unexpected log line, no window left over.

A test that expects a log line asks for ``expect_log`` and says which.
"""

import logging
import os
import re
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.applications import Laptop, NewLaptops
    from support.scenes import NewScenes

    from npq_desktop.services.application import Application

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never the developer's own

import hypothesis
import pytest

pytest_plugins = ["support.measuring", "support.sharing", "support.slow"]

for profile, examples in (("fast", 10), ("modest", 30), ("long", 500)):
    hypothesis.settings.register_profile(
        profile,
        deadline=None,
        max_examples=examples,
        suppress_health_check=[  # whole histories are large, and this machine may be busy
            hypothesis.HealthCheck.data_too_large,
            hypothesis.HealthCheck.too_slow,
        ],
    )
hypothesis.settings.load_profile("long" if os.environ.get("NPQ_LONG") else "modest")

SAMPLES = Path(__file__).resolve().parent / "samples"
LONGEST_ID_BYTES = 40
LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|")
HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": ".runtime",
}
outcome = pytest.StashKey[bool]()


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Raise when a test reaches for another machine; local sockets and this machine are allowed."""
    if event == "socket.connect":
        looking, address = arguments[:2]
        if getattr(looking, "type", None) == socket.SOCK_DGRAM:
            return  # of itself this sends nothing; it tells which address leads out
        host = address[0] if isinstance(address, tuple) else ""  # a path is a local socket
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0] or ""
    else:
        return
    name = host.decode(errors="replace") if isinstance(host, bytes) else str(host)
    if not LOOPBACK.fullmatch(name):
        message = f"a test tried to reach {name}: tests use no network"
        raise RuntimeError(message)


sys.addaudithook(refuse_network)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long bytes by their argument: those of an archive or a locked file differ every time."""
    return argname if isinstance(val, bytes) and len(val) > LONGEST_ID_BYTES else None


class Collected(logging.Handler):
    """Keeps what was logged at warning level or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def complaints(self) -> list[str]:
        """Lines nobody expected, and expectations nothing met."""
        lines = [record.getMessage() for record in self.records]
        surprises = [line for line in lines if not any(e.search(line) for e in self.expected)]
        missed = [e.pattern for e in self.expected if not any(map(e.search, lines))]
        return [f"unexpected log line: {line}" for line in surprises] + [
            f"expected log line never came: {pattern}" for pattern in missed
        ]


@pytest.fixture(autouse=True)
def _logged(request: pytest.FixtureRequest) -> Iterator[Collected]:
    collected = Collected()
    logging.getLogger().addHandler(collected)
    yield collected
    logging.getLogger().removeHandler(collected)
    if request.node.stash.get(outcome, True) and collected.complaints():
        pytest.fail("\n".join(collected.complaints()))


@pytest.fixture
def expect_log(_logged: Collected) -> Callable[[str], None]:
    """``expect_log(pattern)``: a line at warning level or above must come, and may."""
    return lambda pattern: _logged.expected.append(re.compile(pattern))


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder; every place a program may keep things in lies inside."""
    folder = next(_homes)
    folder.mkdir()
    for name, below in HOMES.items():
        monkeypatch.setenv(name, str(folder / below))
    return folder


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read without a child process, but by tests that ask for ``reading_children``."""
    from npq_desktop.interchange.apart.process import ReadingChild

    wants_children = "reading_children" in request.fixturenames
    monkeypatch.setattr(ReadingChild, "in_process", not wants_children)


@pytest.fixture
def reading_children() -> None:
    """Files are read as in the program: in a child process."""


@pytest.fixture
def samples() -> Path:
    """The folder of sample files; its README says what each of them holds."""
    return SAMPLES


@pytest.fixture(scope="session")
def new_laptops(tmp_path_factory: pytest.TempPathFactory) -> "NewLaptops":
    """Data folders that nobody has used, by number."""
    from support.applications import NewLaptops

    return NewLaptops(tmp_path_factory.mktemp("new"))


@pytest.fixture(scope="session")
def new_scenes(tmp_path_factory: pytest.TempPathFactory) -> "NewScenes":
    """Laptops with a new group, by the group."""
    from support.scenes import NewScenes

    return NewScenes(tmp_path_factory.mktemp("scenes"))


@pytest.fixture
def laptop(tmp_path: Path, new_laptops: "NewLaptops") -> Iterator[Callable[[str], "Laptop"]]:
    """``laptop("Alex")``: a data folder of Alex's own, its services, and a clock that stands."""
    from support.applications import laptops

    yield from laptops(tmp_path, new_laptops)


@pytest.fixture(scope="session")
def with_example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The closed data folder of Alex Morgan with the example group, made once; and the group."""
    from support.applications import Laptop

    alex = Laptop(tmp_path_factory.mktemp("example") / "data", "Alex Morgan")
    group = alex.application.groups.add_example()
    alex.close()
    return alex.folder, group


@pytest.fixture
def alex_with_example(
    laptop: Callable[[str], "Laptop"], with_example: tuple[Path, str]
) -> tuple["Laptop", str]:
    """Alex's laptop, a copy of the one with the example group; and the group."""
    alex = laptop("Alex Morgan")
    made, group = with_example
    shutil.copytree(made, alex.folder)
    return alex, group


@pytest.fixture
def application(request: pytest.FixtureRequest, laptop: Callable[[str], "Laptop"]) -> "Application":
    """The services on a data folder of Alex Morgan: fresh, or a copy with the example group."""
    alex = laptop("Alex Morgan")
    if "example" in request.fixturenames:
        made, _ = request.getfixturevalue("with_example")
        shutil.copytree(made, alex.folder)
    return alex.application


@pytest.fixture
def example(application: "Application", with_example: tuple[Path, str]) -> str:
    """The example group, on the data folder of ``application``."""
    return with_example[1]


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of three laptops that are closed, and their group."""
    from support.terms import found_team

    folder = tmp_path_factory.mktemp("team")
    return folder, found_team(folder)


@pytest.fixture
def quick_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invitations are locked with little work; ``tests/bundle`` locks and opens with all of it."""
    monkeypatch.setattr("npq_desktop.bundle.word_lock.WORK_FACTOR", 8)


@pytest.fixture(autouse=True)
def _no_window_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return
    left = top_level_windows(widgets)
    for window in left:
        window.close()
        window.deleteLater()
    if left and request.node.stash.get(outcome, True):
        pytest.fail("windows left over: " + ", ".join(type(window).__name__ for window in left))


def top_level_windows(widgets: object) -> list:
    """Windows without an owner, after what was to be deleted is."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    own = [w for w in widgets.QApplication.topLevelWidgets() if w.parent() is None]
    return [w for w in own if w.metaObject().className() not in {"QTipLabel", "QDesktopWidget"}]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[outcome] = report.passed
    return report
