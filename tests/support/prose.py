"""Reads the words that people see out of the sources, and finds what the glossary does not allow.

Run ``PYTHONPATH=tests python tests/support/prose.py npq_desktop/ui/register`` to list its findings.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from support.sources import nodes

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "npq_desktop"
PLACES = (
    "ui",
    "services",
    "bundle",
    "store",
    "rows",
    "interchange",
    "sync",
    "commands.py",
    "main.py",
)

BUGS = {"AssertionError", "KeyError", "NotImplementedError", "RuntimeError", "TypeError"}
QUIET_CALLS = {"compile", "getLogger", "debug", "info", "warning", "exception", "setObjectName"}
QUIET_CALLS |= {"execute", "executescript", "text", "getattr", "hasattr", "setattr", "namedtuple"}
QUIET_CALLS |= {"search", "match", "fullmatch", "sub", "split", "strip", "strptime", "TypeVar"}
QUIET_PARTS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Subscript: ("slice",),
    ast.MatchValue: ("value",),
    ast.AnnAssign: ("annotation",),
    ast.arg: ("annotation",),
    ast.FunctionDef: ("returns",),
}
CODE = re.compile(
    r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|ATTACH|DROP|BEGIN|WITH|import)\b"
)
PLACEHOLDER = "{}"


@dataclass(frozen=True)
class Text:
    """One literal that people may read: its file below the package, its line and its words."""

    place: str
    line: int
    words: str


@dataclass(frozen=True)
class Finding:
    """A text with a word or form that the glossary does not allow, and what to write instead."""

    text: Text
    found: str
    better: str

    def __str__(self) -> str:
        return f"{self.text.place}:{self.text.line}: “{self.found}”: {self.better}"


@dataclass(frozen=True)
class Rule:
    """What is not to be read anywhere, what to write instead, and the files that may.

    ``allowed`` are beginnings of paths below the package.
    """

    pattern: str
    better: str
    allowed: tuple[str, ...] = ()


FOREIGN = ("interchange/",)
"""Where the words of other programs' files are read and named."""
STORED = "services/exchange/outgoing.py"
"""Has a key of the exchange log that reads like words."""

RULES = (
    Rule(r"\broster", "list of people", ("services/intake/roster.py",)),
    Rule(r"\blook again\b", "close this and choose again"),
    Rule(r"\be-mail", "email", ("interchange/cells/identifiers.py",)),
    Rule(r"\bhead-count", "headcount"),
    Rule(r"\bsign(ed|s)? again\b", "sign off again"),
    Rule(r"\bamend(ed|ment|s)?\b", "changed after sign-off"),
    Rule(r"\bunmarked\b", "not marked"),
    Rule(r"\bnot covered\b|\bcover(s|ed)?\b", "changed since, or part of this sign-off"),
    Rule(r"\bresolve[ds]?\b|\bresolving\b", "settle"),
    Rule(r"\bconflict", "disagreement"),
    Rule(r"\bclash", "disagreement"),
    Rule(r"\btwo marks\b", "two different marks"),
    Rule(r"\boccurrences?\b", "event"),
    Rule(r"\bsessions?\b", "event", FOREIGN),
    Rule(r"\bitems?\b", "task or event", FOREIGN),
    Rule(r"\bmak(e|es|ing) good\b|\bmade good\b|\brepair", "catch-up"),
    Rule(
        r"\bexcuse[ds]?\b", "exempt, or does not count", ("interchange/claims/attendance_grids.py",)
    ),
    Rule(r"\bleaves? the sum\b", "no longer counts for this person"),
    Rule(r"\bsecured\b", "done"),
    Rule(r"\bheadroom\b", "can still miss"),
    Rule(r"\bmay still miss\b", "can still miss"),
    Rule(r"\bthe bar\b|\bthe \{\} ?% line\b|\bthreshold\b", "the programme's number: 90%"),
    Rule(r"\bstandings?\b", "On track?, or engagement"),
    Rule(r"\bon course\b", "on track"),
    Rule(r"\bout of reach\b", "cannot reach 90%"),
    Rule(r"\bwhat if\b", "Try it out"),
    Rule(r"\bentr(y|ies)\b", "change, or record", (*FOREIGN, STORED)),
    Rule(r"\bheld back\b|\bheld entries\b|\bentries held\b", "on hold"),
    Rule(r"\bdevices?\b", "laptop"),
    Rule(r"\bbundles?\b", "sync file"),
    Rule(r"\breceipts?\b", "confirmed"),
    Rule(r"\bheard (of|from)\b|\bnot heard\b", "last file from"),
    Rule(r"\bspoken words\b|\bpassphrase\b", "six words"),
    Rule(r"\btak(e|en|ing) out\b|\brevok", "remove a laptop"),
    Rule(r"\bseal(s|ed)?\b", "recovery sheet, or private"),
    Rule(
        r"\btak(e|en|es|ing) in\b|\bmerg(e|ed|es|ing)\b",
        "add to this laptop",
        ("interchange/files/workbooks.py",),
    ),
    Rule(r"\breadable\b", "not encrypted"),
    # People delete files and folders themselves; the program erases, hands over and removes.
    Rule(r"\bpurge|\bdelet(?!e (it|its data folder)\b)", "erase, hand over or remove"),
    Rule(r"\bsomebody\b|\bwhoever\b|\bnobody that\b|\beverybody\b", "name who, someone, everyone"),
    Rule(r"\bstands?\b", "is, counts, appears"),
    Rule(r"\bplease\b|\bsorry\b|\bsimply\b", "leave it out"),
    Rule(r"\b(is|are|do|does|did|ca|wo|would|could|should|has|have|was)n't\b", "write not in full"),
    Rule(r"[a-z]!(\s|$)", "end with a full stop"),
    Rule(r"(\d|\{\}) %", "no blank before %"),
    Rule(r"’", "a straight apostrophe"),
    Rule(r'(^|[ (])"\w[^"]*"', "curly quotes round what was typed"),
)

CLAUSE = re.compile(
    r": (?!\{\}|\d|“)(?P<clause>(?:[a-z]+'?[a-z]*|\{\})(?:[ ,][^.:;]*)?)(?=[.;]|$)", re.MULTILINE
)
VERB = re.compile(
    r"\b(is|are|was|were|has|have|had|can|cannot|will|would|must|may|does|did|do|stays?|goes|go|"
    r"choose|type|open|ask|give|press|close|check|send|put|take|start|free|write|use|try|mark|say|"
    r"count|add|turn|read|makes?|needs?|comes?|belongs?)\b"
)
SENTENCE = re.compile(r"(?<=[.?])\s+")
LONGEST_SENTENCE = 25
WRITTEN_BY_PEOPLE = ("services/groups/example/", "ui/selftest/")
"""Where the words of participants and colleagues are made up, which are theirs."""
LONGEST_TEXT = 300


def texts(*places: str) -> Iterator[Text]:
    """Every literal that people may read below these paths of the package, in order of files."""
    for place in places or PLACES:
        target = PACKAGE / place
        for path in [target] if target.is_file() else sorted(target.rglob("*.py")):
            below = path.relative_to(PACKAGE).as_posix()
            if below.startswith(WRITTEN_BY_PEOPLE):
                continue
            yield from (Text(below, line, words) for line, words in _read(path))


@cache
def _read(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple(_prose_of(nodes(path)))


def _prose_of(everything: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    quiet: set[int] = set()
    for node in everything:
        for each in _not_for_people(node):
            quiet.update(id(below) for below in ast.walk(each))
    for node in everything:
        if id(node) in quiet:
            continue
        if isinstance(node, ast.JoinedStr):
            quiet.update(id(part) for part in node.values)
            words = "".join(
                str(part.value) if isinstance(part, ast.Constant) else PLACEHOLDER
                for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value
        else:
            continue
        if _is_prose(words):
            yield node.lineno, re.sub(r"\{[^{}]*\}", PLACEHOLDER, words)


def _not_for_people(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node whose strings nobody but a program reads."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node
    elif isinstance(node, ast.Call):
        name = str(getattr(node.func, "attr", getattr(node.func, "id", "")))
        if name in QUIET_CALLS:
            yield from node.args
    elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        if getattr(node.exc.func, "id", "") in BUGS:
            yield from node.exc.args
    elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
        yield node.value
    elif isinstance(node, ast.Dict):
        yield from (key for key in node.keys if isinstance(key, ast.Constant))
    elif isinstance(node, ast.Compare):
        yield from (node.left, *node.comparators)
    else:
        kept = (getattr(node, name, None) for name in QUIET_PARTS.get(type(node), ()))
        yield from (part for part in kept if part is not None)


def _is_prose(words: str) -> bool:
    if CODE.search(words) or not re.search(r"[A-Za-z]{2}", words):
        return False
    if len(words.split()) > LONGEST_SENTENCE and not re.search(r"[A-Z.,:{]", words):
        return False  # a list of words to compare with
    return bool(
        re.search(r"[A-Za-z}.,:”] +[A-Za-z{“]|% ", words) or re.match(r"[A-Z][a-z]+", words)
    )


def findings(*places: str) -> list[Finding]:
    """Every word, form and sentence below these paths that the glossary does not allow."""
    return [finding for text in texts(*places) for finding in findings_in(text)]


def findings_in(text: Text) -> Iterator[Finding]:
    """What is wrong with one text."""
    for rule in RULES:
        if text.place.startswith(rule.allowed):
            continue
        if found := re.search(rule.pattern, text.words.replace("OneRoster", ""), re.IGNORECASE):
            yield Finding(text, found[0].strip(), rule.better)
    for sentence in SENTENCE.split(text.words):
        if len(sentence.split()) > LONGEST_SENTENCE:
            yield Finding(text, sentence, f"at most {LONGEST_SENTENCE} words a sentence")
    if len(text.words) > LONGEST_TEXT:
        yield Finding(text, text.words, f"at most {LONGEST_TEXT} characters a text")


def clauses(*places: str) -> list[Finding]:
    """Every second thought behind a colon: a clause with a verb of its own."""
    return [finding for text in texts(*places) for finding in clauses_in(text)]


def clauses_in(text: Text) -> Iterator[Finding]:
    """The second thoughts of one text."""
    for found in CLAUSE.finditer(text.words):
        if len(found["clause"].split()) > 2 and VERB.search(found["clause"]):
            yield Finding(text, found[0], "a full stop between two thoughts")


def main() -> None:
    """Print what is found below the paths given on the command line."""
    places = [
        Path(given).resolve().relative_to(PACKAGE.resolve()).as_posix() for given in sys.argv[1:]
    ]
    for finding in (*findings(*places), *clauses(*places)):
        print(finding)


if __name__ == "__main__":
    main()
