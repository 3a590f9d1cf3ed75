"""Takes dropped files apart: single documents, saved emails, archives of a platform.

What each holds is one response with what is said of its author and its time.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.apart import process
from npq_desktop.interchange.cells.identifiers import clean_email
from npq_desktop.interchange.documents.any_document import document_text
from npq_desktop.interchange.people.names import KnownPeople, Match, PersonIdentity
from npq_desktop.interchange.work.saved_messages import read_message
from npq_desktop.interchange.work.submissions import read_submissions
from npq_desktop.programme.office import References
from npq_desktop.rows.assessment import ReceivedFile
from npq_desktop.services.office.assessment.counted import CountedWords, counted

_NOT_NAMES = re.compile(
    r"\b(?:response|case|study|assessment|summative|final|draft|npqlpm|npq|resit|round|submission|"
    r"version|v|copy|of|my|the|[0-9]+)\b",
    re.IGNORECASE,
)
_TRN = re.compile(r"(?<![0-9])[0-9]{7}(?![0-9])")
_EMAIL = re.compile(r"[^\s()<>,;@]{1,64}@[^\s()<>,;@]{1,253}\.[a-z]{2,20}", re.IGNORECASE)
_BY_NAME = frozenset({"id", "TRN", "e-mail", "user name", "name", "name without accents"})
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class FoundResponse:
    """One response in what was dropped; ``identities`` are who its author may be, best first."""

    name: str
    content: str
    size: int
    counted: CountedWords
    handed_in: str
    identities: tuple[PersonIdentity, ...]


def responses_in(file: ReceivedFile, references: References) -> tuple[FoundResponse, ...]:
    """Every response that a dropped file holds; a broken one is there with its digest alone."""
    job = partial(_all_in, file, references)
    try:
        return process.files.read(job, name=file.name, lent=[file.data])
    except InterchangeError as error:
        return (_broken(file, error),)


def _all_in(file: ReceivedFile, references: References) -> tuple[FoundResponse, ...]:
    return tuple(_in(file, references))


def _broken(file: ReceivedFile, error: InterchangeError) -> FoundResponse:
    problem = CountedWords(None, None, "", str(error))
    return _found(file.name, file.data, problem, file.handed_in, ())


def _in(file: ReceivedFile, references: References) -> Iterator[FoundResponse]:
    ending = file.name.casefold().rpartition(".")[2]
    try:
        if ending == "eml":
            yield from _of_message(file, references)
            return
        if ending == "zip":
            yield from _of_archive(file, references)
            return
    except InterchangeError as error:
        yield _broken(file, error)
        return
    words = counted(document_text(file.data, file_name=file.name), references)
    yield _found(file.name, file.data, words, file.handed_in, tuple(_named(file.name)))


def match_of(known: KnownPeople, identities: tuple[PersonIdentity, ...]) -> Match:
    """Who the author is; a likeness is for a human to judge."""
    perhaps: list[str] = []
    for each in identities:
        match = known.match(each)
        if match.person is not None and match.found_by in _BY_NAME:
            return match
        one = (match.person,) if match.person is not None else match.candidates
        perhaps += [person for person in one if person not in perhaps]
    return Match(None, tuple(perhaps), "none", "")


def _of_message(file: ReceivedFile, references: References) -> Iterator[FoundResponse]:
    message = read_message(file.data, file_name=file.name)
    sent = message.sent.isoformat(timespec="seconds") if message.sent else ""
    sender = PersonIdentity(message.sender, email=_address(message.address))
    for each in message.attachments:
        document = document_text(each.data, file_name=each.name)
        words = counted(document, references)
        identities = (sender, *_named(each.name))
        yield _found(each.name, each.data, words, file.handed_in or sent, identities)


def _of_archive(file: ReceivedFile, references: References) -> Iterator[FoundResponse]:
    archive = read_submissions(file.data, file_name=file.name)
    for number, person in enumerate(archive.people):
        latest = archive.latest_of(number)
        for each in latest.files if latest is not None else ():
            at = latest.at if latest is not None else None
            yield FoundResponse(
                name=each.name,
                content=each.sha256,
                size=each.size,
                counted=counted(each.document, references),
                handed_in=_iso(at) or file.handed_in,
                identities=(person.identity,),
            )


def _found(
    name: str,
    data: bytes,
    words: CountedWords,
    handed_in: str,
    identities: tuple[PersonIdentity, ...],
) -> FoundResponse:
    digest = hashlib.sha256(data).hexdigest()
    return FoundResponse(name, digest, len(data), words, handed_in, identities)


def _named(file_name: str) -> Iterator[PersonIdentity]:
    """Whom a file's name may mean: a TRN, an address, then a name in its words."""
    stem = file_name.rpartition(".")[0] or file_name
    for trn in _TRN.findall(stem):
        yield PersonIdentity("", trn=trn)
    for address in _EMAIL.findall(stem):
        yield PersonIdentity("", email=_address(address))
    parts = [part.strip() for part in re.split(r"\s+[-–—]\s+|[_()\[\]]+", stem) if part.strip()]
    said = [re.sub(r"\s+", " ", _NOT_NAMES.sub(" ", part)).strip(" -.") for part in parts]
    joined = " ".join(filter(None, said))
    for name in dict.fromkeys(filter(None, (joined, *said))):
        if len(name.split()) <= _MOST_WORDS:
            yield PersonIdentity(name)
    last, _, first = joined.partition(" ")
    if first and "," not in joined and len(first.split()) < _MOST_WORDS:
        yield PersonIdentity(f"{last}, {first}")


def _address(text: str) -> str | None:
    return clean_email(text).value


def _iso(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at is not None else ""
