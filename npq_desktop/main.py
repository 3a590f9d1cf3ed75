"""The command line: reads arguments, starts the window or runs one command, turns errors into
sentences and exit codes.

Exit codes: 0 done, 1 a check failed, 2 bad arguments or input, 4 the data directory is in use.
"""

import argparse
import gc
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from npq_desktop import __version__
from npq_desktop.errors import NpqDesktopError

if TYPE_CHECKING:
    from npq_desktop.services.application import Application

Command = Callable[[argparse.Namespace], Mapping[str, object]]

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  argparse has no public name for it

COMMANDS = frozenset(
    {"open", "self-test", "groups", "example", "report", "verify"}
    | {"import", "export", "invite", "mark"}
)
_NAME = "npq-desktop"
EXIT_OK, EXIT_FAILED, EXIT_INPUT, EXIT_BUSY = 0, 1, 2, 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["read-apart"]:
        return _read_apart(*given[1:2])  # hidden, and before anything else is imported
    _leave_no_core()
    options = _options(_with_open(given))
    _speak_utf8()
    try:
        code = int(options.run(options))
        if sys.stdout is not None:  # a frozen program with a window has none on Windows
            sys.stdout.flush()
    except NpqDesktopError as error:
        print(error, file=sys.stderr)
        return _exit_code(error)
    except BrokenPipeError:
        # The reader closed the pipe; stop Python from flushing the rest at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    return code


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """What the arguments say; a window alone does not wait for the parsers of all the commands."""
    window = argparse.ArgumentParser(prog=_NAME, parents=[_data_dir(None)], add_help=False)
    window.set_defaults(run=_window, open=None)
    options, others = window.parse_known_args(arguments)
    return _parser().parse_args(arguments) if others else options


def _leave_no_core() -> None:
    """Names and keys in memory do not go to the disk where the program dies."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read_apart(kind: str = "files") -> int:
    from npq_desktop.interchange.apart import process
    from npq_desktop.interchange.apart.child import read_apart

    child = process.CHILDREN[kind]
    child.is_here = True
    if child.limits.shut:
        from npq_desktop.interchange.documents.preparing import prepare

        prepare()
    else:
        import npq_desktop.services.intake.any_file  # noqa: F401  the first file need not wait
    return read_apart(child.limits)


def _with_open(arguments: Sequence[str]) -> Sequence[str]:
    """The arguments with the word ``open`` before a file that stands where a command would.

    Systems start a program with a file as its only argument. A word that is neither a command nor
    a file stays as it is, so that a typing mistake is told.
    """
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        at += 2 if arguments[at] == "--data-dir" else 1
    if at >= len(arguments) or arguments[at] in COMMANDS or not Path(arguments[at]).is_file():
        return arguments
    return [*arguments[:at], "open", *arguments[at:]]


def _speak_utf8() -> None:
    """Names hold letters that a redirected Windows console would refuse to print."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _exit_code(error: NpqDesktopError) -> int:
    from npq_desktop.errors import StoreBusyError

    return EXIT_BUSY if isinstance(error, StoreBusyError) else EXIT_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_NAME,
        parents=[_data_dir(None)],
        description="Registers, task review and engagement for facilitators of the NPQLPM.",
    )
    parser.add_argument("--version", action="version", version=f"NPQ Desktop {__version__}")
    parser.set_defaults(run=_window, open=None)
    # After a command the option is its own, without a default that would undo the one before it.
    shared = _data_dir(argparse.SUPPRESS)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    opening = commands.add_parser(
        "open", parents=[shared], help="open a file in the window; “open” may be left out"
    )
    opening.add_argument("open", type=Path, metavar="FILE")
    _add_self_test(commands, shared)
    printing = argparse.ArgumentParser(add_help=False, parents=[shared])
    printing.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    _add_groups(commands, printing)
    _add_taking_in(commands, printing)
    _add_exchange(commands, printing)
    _add_recording(commands, printing)
    return parser


def _data_dir(default: str | None) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data-dir",
        type=Path,
        default=default,
        metavar="DIR",
        help="keep everything in this folder instead of the system's own places",
    )
    return shared


def _add_self_test(commands: _Commands, shared: argparse.ArgumentParser) -> None:
    test = commands.add_parser(
        "self-test", parents=[shared], help="do the main job through the real window and report"
    )
    test.add_argument("--out", type=Path, metavar="DIR", help="where results are written")
    test.add_argument(
        "--loop",
        action="store_true",
        help="mark for ever, printing each mark's id once its tick is painted",
    )
    test.add_argument(
        "--gallery",
        type=Path,
        metavar="DIR",
        help="write a picture of every component, page and dialog, and their contrasts",
    )
    test.add_argument(
        "--pictures", type=Path, metavar="DIR", help="write the pictures that the README shows"
    )
    test.add_argument("--part", help=argparse.SUPPRESS)  # for the processes of the gallery
    test.set_defaults(run=_self_test)


def _add_groups(commands: _Commands, printing: argparse.ArgumentParser) -> None:
    from npq_desktop import commands as does

    groups = commands.add_parser("groups", parents=[printing], help="list the groups here")
    groups.set_defaults(run=_printed(does.list_groups))
    example = commands.add_parser("example", parents=[printing], help="add the example group")
    example.set_defaults(run=_printed(does.add_example))
    report = commands.add_parser("report", parents=[printing], help="show who will reach 90%%")
    report.add_argument("group", metavar="GROUP", help="a group's id, its beginning, or its title")
    asked = report.add_mutually_exclusive_group()
    asked.add_argument("--engine", action="store_true", help="print the engine's question as JSON")
    asked.add_argument("--person", metavar="PERSON", help="print everything held about a person")
    asked.add_argument(
        "--assessment", action="store_true", help="print rounds, who may sit them, and outcomes"
    )
    report.add_argument("--at", metavar="MOMENT", help="with --assessment, as of this moment")
    report.set_defaults(run=_printed(does.report))
    verify = commands.add_parser("verify", parents=[printing], help="check everything stored")
    verify.set_defaults(run=_printed(does.verify))


def _add_taking_in(commands: _Commands, printing: argparse.ArgumentParser) -> None:
    from npq_desktop import commands as does

    take_in = commands.add_parser(
        "import", parents=[printing], help="add what a file holds, whatever the window opens"
    )
    take_in.add_argument("file", type=Path, metavar="FILE")
    take_in.add_argument("--group", metavar="GROUP", help="the group that the file is about")
    take_in.add_argument(
        "--about", metavar="ITEM", help="the event or task of a platform's file: m1.seminar"
    )
    take_in.add_argument("--title", help="start a group of this name from a list of people")
    take_in.add_argument("--cohort", default="", help="the new group's cohort")
    take_in.add_argument("--first-seminar", metavar="YYYY-MM-DD", help="day of its first seminar")
    take_in.add_argument("--sheet", help="the sheet of a workbook that has the list of people")
    take_in.add_argument(
        "--of", action="append", metavar="GROUP", help="a group or class of the list to add"
    )
    take_in.add_argument(
        "--who",
        action="append",
        default=[],
        metavar="LINE=WHO",
        help="who a line of the list is: new, or a person of the group",
    )
    take_in.add_argument(
        "--confirm", action="store_true", help="make the changes that have to be confirmed too"
    )
    take_in.add_argument("--words", help="the six words of an invitation")
    take_in.add_argument("--name", help="your name, where none is known here yet")
    take_in.add_argument("--dry-run", action="store_true", help="only show what it would change")
    take_in.set_defaults(run=_printed(does.take_in))


def _add_exchange(commands: _Commands, printing: argparse.ArgumentParser) -> None:
    from npq_desktop import commands as does

    export = commands.add_parser("export", parents=[printing], help="write a group to a sync file")
    export.add_argument("group", metavar="GROUP")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--readable", action="store_true", help="do not encrypt the file")
    export.set_defaults(run=_printed(does.export))
    invite = commands.add_parser("invite", parents=[printing], help="write an invitation file")
    invite.add_argument("group", metavar="GROUP")
    invite.add_argument("name", metavar="NAME", help="who it is for")
    invite.add_argument("file", type=Path, metavar="FILE")
    invite.add_argument("--role", choices=("facilitator", "coordinator"), default="facilitator")
    invite.set_defaults(run=_printed(does.invite))


def _add_recording(commands: _Commands, printing: argparse.ArgumentParser) -> None:
    from npq_desktop import commands as does

    mark = commands.add_parser("mark", parents=[printing], help="mark one person at one event")
    mark.add_argument("group", metavar="GROUP")
    mark.add_argument("event", metavar="EVENT", help="such as m3.seminar")
    mark.add_argument("person", metavar="PERSON", help="id, TRN, email or whole name")
    mark.add_argument("state", choices=("present", "late", "left_early", "absent", "unmarked"))
    mark.add_argument("--minutes", type=int, metavar="N", help="how late, or how early")
    mark.add_argument("--reason", choices=("notified", "school_duty", "travel", "other"))
    mark.set_defaults(run=_printed(does.mark))


def _printed(command: Command) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        result = command(options)
        if options.json:
            print(json.dumps(result, ensure_ascii=False, indent=1, default=str))
        else:
            print(result.get("words", ""))
        return EXIT_FAILED if result.get("failed") else EXIT_OK

    return run


def _window(options: argparse.Namespace) -> int:
    gc.disable()  # what a start imports and builds stays: looking for garbage in it costs a tenth
    from npq_desktop.bootstrap import open_application, rescue_of
    from npq_desktop.services.core.laptop.places import Places, start_log
    from npq_desktop.ui.safety.upgrade_bar import UpgradeBar
    from npq_desktop.ui.starting import run_window

    places = Places.chosen(options.data_dir)
    start_log(places)

    def opened() -> "Application":
        with UpgradeBar() as bar:
            return open_application(places, progress=bar.show)

    file = options.open.absolute() if options.open else None
    return run_window(opened, lambda: rescue_of(places), data=places.data, file=file)


def _self_test(options: argparse.Namespace) -> int:
    from npq_desktop.bootstrap import open_application
    from npq_desktop.ui.selftest import run_loop, run_self_test

    if options.gallery:
        from npq_desktop.ui.selftest.gallery import run_gallery, run_gallery_child

        if options.part:
            return run_gallery_child(open_application, options.gallery, options.part)
        return run_gallery(options.gallery)
    if options.pictures:
        from npq_desktop.ui.selftest.gallery import run_pictures

        return run_pictures(options.pictures)
    if options.loop:
        return run_loop(open_application, options.data_dir)
    if options.out is None:
        print("Say where the results go: self-test --out DIR", file=sys.stderr)
        return EXIT_INPUT
    return run_self_test(open_application, options.out)
