"""The command line in tests: run a command on a data folder, see what it said and how it ended."""

import io
import json
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from npq_desktop.main import main


@dataclass(frozen=True)
class Said:
    """What one command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Mapping[str, object]:
        return json.loads(self.out)


Run = Callable[..., Said]


def add_example(folder: Path) -> tuple[Path, str]:
    """The data folder, in which the command has made the example group; and the group's id."""
    said = io.StringIO()
    with redirect_stdout(said):
        assert main(["--data-dir", str(folder), "example", "--json"]) == 0
    return folder, str(json.loads(said.getvalue())["group"])


def runner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("groups", "--json", data="one")``: a command on a data folder of that name."""

    def command(*arguments: str | Path, data: str = "data") -> Said:
        capsys.readouterr()
        try:
            code = main(["--data-dir", str(tmp_path / data), *map(str, arguments)])
        except SystemExit as exit_:  # argparse ends the program itself
            code = int(str(exit_.code))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command
