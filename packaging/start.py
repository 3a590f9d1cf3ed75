"""Sets NPQ Desktop up from a checkout and starts it, or checks it.

    python3 packaging/start.py run [arguments of the program]
    python3 packaging/start.py test [--fast] [--coverage] [arguments of pytest]

``--fast`` is for between two edits: no types, no slow test, few examples of each property.
``--coverage`` measures which lines and branches the tests reach, and holds that to its gates.

Standard library only, for Linux, macOS and Windows. It writes into ``.venv`` and ``build`` of the
checkout and, as root on a Linux system with apt, installs the system libraries Qt needs, after
asking where somebody sits at a terminal; where it may not, it prints the line to type. Where
packages come from is pip's own setting.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "NPQ Desktop needs Python 3.11 or later; this is Python %d.%d. Install a newer Python from "
        "python.org or your system's packages, then run this again with it." % sys.version_info[:2]
    )

import hashlib
import importlib.util
import io
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import pins
import qt_libraries

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SYSTEM_FOLDERS = "/usr/sbin:/usr/bin:/sbin:/bin"
CONSTRAINTS = pins.CONSTRAINTS
NEEDED, TOOLS = ("program", "own"), ("hub", "tests")  # sections of the constraints
STAMP = "npq-desktop.json"
UNFINISHED = "npq-desktop.unfinished"
USAGE = (
    "Usage: start.py run [arguments of the program]   or   "
    "start.py test [--fast] [--coverage] [arguments of pytest]"
)

Check = tuple[str, tuple[str, ...]]
"""What a check is called, and the arguments of the interpreter that make it."""

STYLE: tuple[Check, ...] = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
)
TYPES: Check = ("mypy", ("-m", "mypy"))
FLOORS: Check = (
    "lint-imports",
    ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
)
GATES: Check = ("coverage", ("packaging/coverage_gates.py",))
COLLECT = ("-m", "pytest", "--collect-only", "-qq")
FAST, COVERAGE = "--fast", "--coverage"
FEW = ("-m", "not slow", "--hypothesis-profile", "fast")
MOST_PROCESSES = 4
MEMORY = Path("/dev/shm")  # noqa: S108  Linux's folder in memory; pytest makes its own within
MEMORY_BYTES = 4 << 30


class SetUpError(Exception):
    """Setting up cannot go on; the text says what to do."""


def say(text: str) -> None:
    """One line for the terminal, at once, so that it stands before what a child prints."""
    print(text, flush=True)


# ---- what has been set up before ------------------------------------------------------------


def fingerprint(*, constraints: bytes, project: bytes, root: Path, version: str) -> str:
    """What an environment was made from; a different one calls for another installation."""
    digest = hashlib.sha256()
    for part in (constraints, project, os.fsencode(root), version.encode()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def read_stamp(venv: Path) -> dict[str, object]:
    """What the last finished set-up noted in ``venv``; empty if none did or it cannot be read."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(venv: Path, stamp: Mapping[str, object]) -> None:
    """Note ``stamp`` in one step, so that an interruption leaves the old note or the new one."""
    draft = venv / (STAMP + ".new")
    draft.write_text(json.dumps(dict(stamp), sort_keys=True), encoding="utf-8")
    draft.replace(venv / STAMP)


def is_current(stamp: Mapping[str, object], inputs: str, *, tools: bool) -> bool:
    """Whether an environment with this stamp serves; one with test tools serves for both."""
    return stamp.get("inputs") == inputs and (stamp.get("tools") is True or not tools)


# ---- the environment --------------------------------------------------------------------------


def venv_python(venv: Path, *, windows: bool = os.name == "nt") -> Path:
    """The interpreter inside ``venv``."""
    return venv / "Scripts" / "python.exe" if windows else venv / "bin" / "python"


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """``environment`` without what would lead the new interpreter to other packages, pip hushed.

    Compiled files are kept: the tests start hundreds of processes that read the same modules.
    """
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    kept = {name: value for name, value in environment.items() if name not in dropped}
    return {**kept, "PIP_ROOT_USER_ACTION": "ignore", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run_python(
    *arguments: str,
    quiet: bool = False,
    sink: "IO[bytes] | None" = None,
    extra: Mapping[str, str] | None = None,
) -> int:
    """Run the environment's interpreter in the checkout; its exit code.

    ``sink`` takes all it says, where it is given; ``quiet`` lets nobody hear it.
    """
    words = subprocess.DEVNULL if quiet else sink
    environment = {**child_environment(os.environ), **(extra or {})}
    try:
        return subprocess.run(
            [str(venv_python(VENV)), *arguments],
            cwd=ROOT,
            env=environment,
            stdout=words,
            stderr=words,
            check=False,
        ).returncode
    except OSError:
        return 127


def heard(*arguments: str) -> "tuple[int, str]":
    """Run the environment's interpreter as ``run_python`` does; its exit code and all it said."""
    with tempfile.TemporaryFile() as said:
        code = run_python(*arguments, sink=said)
        said.seek(0)
        return code, said.read().decode(errors="replace")


def is_healthy() -> bool:
    """Whether ``.venv`` holds a new enough interpreter that starts and has pip."""
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return venv_python(VENV).exists() and run_python("-c", question, quiet=True) == 0


def empty(venv: Path) -> None:
    """Remove everything in ``venv`` but the note that it is unfinished, which must go last."""
    for child in venv.iterdir():
        if child.name == UNFINISHED:
            continue
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        else:
            child.unlink()


def make_venv() -> None:
    """Make ``.venv`` afresh unless a whole one is there; note first that it is unfinished."""
    was_unfinished = (VENV / UNFINISHED).exists()
    VENV.mkdir(exist_ok=True)
    (VENV / UNFINISHED).touch()
    if is_healthy() and not was_unfinished:
        return
    empty(VENV)
    require_venv_module()
    say("Making the environment in .venv …")
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], env=child_environment(os.environ), check=False
    )
    if made.returncode:
        raise SetUpError(
            "The environment in .venv could not be made; the reason stands above. Mend it, then "
            "run the same command again."
        )


def require_venv_module() -> None:
    """Debian and Ubuntu ship Python without what makes environments."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    package = "python%d.%d-venv" % sys.version_info[:2]
    if not install_system_packages((package,)):
        raise SetUpError(venv_sentence(package, package_manager(system_tool)))


def venv_sentence(package: str, manager: str) -> str:
    """What to do about a Python that cannot make environments."""
    if manager == "apt-get":
        return (
            "This Python cannot make environments yet. Type\n\n    "
            + typed_line(manager, (package,))
            + "\n\nand then the same command again."
        )
    return (
        "This Python lacks its modules venv and ensurepip. Install a complete Python 3.11 or later "
        "from python.org or your system's packages, then run this again with it."
    )


def pip_install(*arguments: str) -> None:
    """Install with the environment's pip; only errors are shown.

    Raises: SetUpError if pip could not.
    """
    options = ("-qq", "--no-input", "--no-warn-script-location")
    if run_python("-m", "pip", "install", *options, *arguments):
        raise SetUpError(
            "The packages NPQ Desktop needs could not be installed; pip's reason stands above. "
            "Check the network, or the proxy and index in pip's settings, then run the same "
            "command again. Where pip says that hashes do not match, the index holds other files "
            "than those that were checked: take another index. Where it finds no version, there "
            "may be no built file for this system: set %s=1 to build it here." % pins.FROM_SOURCE
        )


def install_sections(*names: str) -> None:
    """Install these sections of the constraints: those files alone, by hash."""
    text = pins.section(CONSTRAINTS.read_text(encoding="utf-8"), *names)
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(text, encoding="utf-8")
        pip_install(*pins.pip_options(os.environ), "-r", str(wanted))


def set_up(*, tools: bool) -> None:
    """Bring ``.venv`` up to date; quick when nothing changed."""
    inputs = fingerprint(
        constraints=CONSTRAINTS.read_bytes(),
        project=(ROOT / "pyproject.toml").read_bytes(),
        root=ROOT,
        version="%d.%d" % sys.version_info[:2],
    )
    stamp = read_stamp(VENV)
    if (VENV / UNFINISHED).exists() or not is_current(stamp, inputs, tools=tools):
        make_venv()
        say("Installing the packages NPQ Desktop needs (some minutes the first time) …")
        install_sections("installer")  # the pip that Python brings is as old as that Python
        install_sections(*NEEDED, *(TOOLS if tools else ()))
        pip_install("--no-index", "--no-deps", "--no-build-isolation", "-e", ".")
        tools = tools or (stamp.get("tools") is True and stamp.get("inputs") == inputs)
        stamp = {"inputs": inputs, "tools": tools}
        write_stamp(VENV, stamp)
        (VENV / UNFINISHED).unlink()
    if sys.platform == "linux" and stamp.get("libraries") != "complete":
        if check_libraries(dict(os.environ)):
            write_stamp(VENV, {**stamp, "libraries": "complete"})


# ---- system libraries -------------------------------------------------------------------------


def package_manager(which: Callable[[str], str | None]) -> str:
    """The system's package command that we know the package names for, or ``""``."""
    return next((name for name in ("apt-get", "dnf") if which(name)), "")


def typed_line(manager: str, packages: Sequence[str]) -> str:
    """The line a person types to install ``packages``."""
    return "sudo %s install %s" % (manager, " ".join(packages))


def libraries_sentence(missing: Sequence[str], manager: str) -> str:
    """What is missing and what to type about it."""
    family = "debian" if manager == "apt-get" else "fedora"
    packages, unknown = qt_libraries.packages_for(tuple(missing), family)
    if not manager:
        packages, unknown = (), tuple(missing)
    lines = ["Qt, which draws the window, lacks system libraries: " + ", ".join(missing) + "."]
    if packages:
        lines += ["Type", "", "    " + typed_line(manager, packages), ""]
    if unknown:
        lines.append("Install the packages that hold " + ", ".join(unknown) + ".")
    return "\n".join(lines)


def system_tool(name: str) -> "str | None":
    """A tool of the system from the system's own folders, whatever else the PATH names."""
    return shutil.which(name, path=SYSTEM_FOLDERS)


def is_allowed(packages: Sequence[str]) -> bool:
    """Whether somebody at a terminal says yes; a machine without one, such as CI, is not asked."""
    if os.environ.get("CI") or sys.stdin is None or not sys.stdin.isatty():
        return True
    try:
        answer = input("Install " + ", ".join(packages) + " with apt-get now? [y/N] ")
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes")


def install_system_packages(packages: Sequence[str]) -> bool:
    """Install ``packages`` where we may: as root with apt, and allowed to. Whether it was done."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    apt = system_tool("apt-get")
    if not packages or not is_root or not apt or not is_allowed(packages):
        return False
    say("Installing system packages: " + ", ".join(packages) + " …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt, "update", "-qq"], env=environment, check=False)
    command = [apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def plugin_folder() -> Path:
    """Qt's platform plugins inside ``.venv``."""
    packages = sorted(VENV.glob("lib*/python3*/site-packages/PySide6"))
    return (packages[0] if packages else VENV) / "Qt" / "plugins" / "platforms"


def check_libraries(environment: dict[str, str]) -> bool:
    """Whether every plugin has its libraries, after installing what may be installed.

    Raises: SetUpError if the plugin this session needs cannot be loaded; another one is a note.
    """
    missing = qt_libraries.missing_libraries(plugin_folder())
    if missing:
        wanted = tuple(name for names in missing.values() for name in names)
        if install_system_packages(qt_libraries.packages_for(wanted, "debian")[0]):
            missing = qt_libraries.missing_libraries(plugin_folder())
    if not missing:
        return True
    names = sorted({name for names in missing.values() for name in names})
    sentence = libraries_sentence(names, package_manager(system_tool))
    if qt_libraries.needed_plugin(environment) in missing:
        raise SetUpError(sentence + "\nThen run the same command again.")
    say(sentence + "\nThis session does not need them, so on it goes.")
    return False


# ---- the two commands -------------------------------------------------------------------------


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown. Only Linux is ever without; a chosen platform is believed."""
    if platform != "linux":
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(environment.get(name) for name in names)


def run(arguments: Sequence[str]) -> int:
    """Start the program; without a display, its self-test off screen."""
    set_up(tools=False)
    if has_display(os.environ, sys.platform):
        return run_python("-m", "npq_desktop", *arguments)
    out = ROOT / "build" / "self-test"
    out.mkdir(parents=True, exist_ok=True)
    say(
        "There is no display here, so NPQ Desktop tests itself off screen and writes what it saw to"
    )
    say("    %s" % out)
    command = ("-m", "npq_desktop", "self-test", "--out", str(out))
    return run_python(*command, extra={"QT_QPA_PLATFORM": "offscreen"})


def checks(arguments: Sequence[str]) -> tuple[Check, ...]:
    """What ``test`` does, in order: pytest late, so that its summary is among the last lines.

    Types come after it, since they are made beside it.
    """
    rest = [each for each in arguments if each not in (FAST, COVERAGE)]
    measure = ("-m", "coverage", "run") if COVERAGE in arguments else ()
    few = FEW if FAST in arguments else ()
    pytest = (*measure, "-m", "pytest", *few, *processes(rest), *rest)
    types = () if FAST in arguments else (TYPES,)
    gates = (GATES,) if COVERAGE in arguments else ()
    return (*STYLE, FLOORS, ("pytest", pytest), *types, *gates)


def processes(arguments: Sequence[str]) -> tuple[str, ...]:
    """Several processes for the whole suite; one where a part was named, or a number of them."""
    chosen = any(each.startswith(("-n", "--numprocesses")) for each in arguments)
    named = any((ROOT / each.partition("::")[0]).exists() for each in arguments if each)
    if chosen or named:
        return ()
    # One more than there are cores: a test that waits for a disk or a window uses none.
    number = min((os.cpu_count() or 1) + 1, MOST_PROCESSES)
    return ("-n", str(number), "--dist", "loadgroup")


def quick_folder(memory: Path) -> dict[str, str]:
    """Where tests write: in memory where there is plenty, since each commit waits for a disk."""
    try:
        has_room = shutil.disk_usage(str(memory)).free >= MEMORY_BYTES
    except OSError:
        return {}
    chosen = has_room and os.access(str(memory), os.W_OK)
    return {"PYTEST_DEBUG_TEMPROOT": str(memory)} if chosen else {}


def test(arguments: Sequence[str]) -> int:
    """Run every check, whatever the others say; non-zero if any failed."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.update({**quick_folder(MEMORY), **os.environ})
    set_up(tools=True)
    if COVERAGE in arguments:
        shutil.rmtree(ROOT / "build" / "coverage", ignore_errors=True)
    made = checks(arguments)
    failed: list[str] = []
    with ThreadPoolExecutor(1) as beside:
        # Types take one core for half a minute. The other one compiles the tests meanwhile, which
        # each of their processes would else do for itself, and begins with them.
        types = beside.submit(heard, *TYPES[1]) if TYPES in made else None
        if types:
            run_python(*COLLECT, quiet=True)
        for name, command in made:
            if name == "pytest" and failed:
                say("\nFailed so far: " + ", ".join(failed))
            say("\n== " + name)
            if types and (name, command) == TYPES:
                code, said = types.result()
                say(said.rstrip())
            else:
                code = run_python(*command)
            if code:
                failed.append(name)
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    """The exit code of ``start.py`` called with ``arguments``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a letter must not stop us
    commands = {"run": run, "test": test}
    if not arguments or arguments[0] not in commands:
        say(USAGE)
        return 2
    try:
        return commands[arguments[0]](arguments[1:])
    except SetUpError as error:
        sys.stderr.write("%s\n" % error)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. The next start mends what is half-made.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
