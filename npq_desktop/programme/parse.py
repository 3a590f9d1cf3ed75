"""Opens definitions: TOML files and the JSON text kept in journals, each into one plain document.

What the document must hold is the business of the parts. Every failure to open or to parse is a
ProgrammeError that names the file, and the line where a parser knows it.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from npq_desktop.errors import ProgrammeError
from npq_desktop.programme.model import Programme
from npq_desktop.programme.tables import broken

MAX_BYTES = 1_000_000
MAX_BRACKETS = 1_000


def load_programme(path: Path) -> Programme:
    """The programme defined by the TOML file at ``path``.

    Raises: ProgrammeError naming the file, the key (or the line) and the reason.
    """
    return Programme.from_document(document_from_toml(path), source=path.name)


def document_from_json(text: str, *, source: str) -> Mapping[str, object]:
    """The object that the JSON ``text`` holds.

    Raises: ProgrammeError if it is no JSON object, too large, or names a member twice.
    """
    if len(text) > MAX_BYTES or text.count("[") + text.count("{") > MAX_BRACKETS:
        raise ProgrammeError(broken(source, "it is too large to be one"))
    try:
        document = json.loads(text, object_pairs_hook=_members, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ProgrammeError(broken(source, f"it is not proper JSON ({_plain(error)})")) from None
    if not isinstance(document, dict):
        raise ProgrammeError(broken(source, "it is not one JSON object"))
    return document


def document_from_toml(path: Path) -> Mapping[str, object]:
    """The tables of the TOML file at ``path``.

    Raises: ProgrammeError if it cannot be read, is too large, or is no TOML.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise ProgrammeError(broken(str(path), reason)) from error
    if len(data) > MAX_BYTES:
        raise ProgrammeError(broken(path.name, "it is too large to be one"))
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise ProgrammeError(broken(path.name, "it is not UTF-8 text")) from None
    except (ValueError, RecursionError) as error:
        raise ProgrammeError(
            broken(path.name, f"it is not proper TOML ({_plain(error)})")
        ) from None


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        message = "a member is named twice"
        raise ValueError(message)
    return members


def _no_constant(text: str) -> NoReturn:
    message = f"{text} is no number"
    raise ValueError(message)


def _plain(error: ValueError | RecursionError) -> str:
    """A parser's reason, without its advice to programmers."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error).partition(";")[0]
