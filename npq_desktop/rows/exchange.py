"""What setting up, sending, opening, the shared folder and membership show, before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import Candidate


@dataclass(frozen=True, slots=True)
class Openers:
    """Who can open a file about to be written; ``nobody_else`` asks for an invitation first.

    ``keys`` says who that is: a laptop by its key, somebody invited by the member id. ``names``
    only call them so.
    """

    names: tuple[str, ...]
    nobody_else: bool
    words: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SendChoice:
    """Someone a file may be for: ``key`` is the member, "" for everyone in the group.

    ``told`` is what they have not been sent yet and when a file was last saved for them.
    """

    key: str
    name: str
    told: str
    role: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file written, read back and verified."""

    path: Path
    events: int
    left_out: tuple[str, ...]
    words: str
    mail_text: str


@dataclass(frozen=True, slots=True)
class OpenPreview:
    """A file about to be opened, in words, before anything changes.

    ``kind`` is ``sync``, ``invitation`` or ``roster``; hand the preview back to act on it.
    """

    kind: str
    path: Path
    group: str
    title: str
    words: str
    details: tuple[str, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Merged:
    """What opening a file changed."""

    group: str
    new: int
    had: int
    held: int
    conflicts: int
    words: str


@dataclass(frozen=True, slots=True)
class InvitationFile:
    """An invitation file written, and the words to say to the person it is for."""

    path: Path
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class LaptopRow:
    """Another laptop of the group: when its last file came, and how much of ours it has, in words.

    ``tip`` adds what would confirm a file that is on its way, "" for nothing.
    """

    who: str
    laptop: str
    heard: str
    has: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class SyncView:
    """One group's panel. ``notices`` are odd things in what laptops wrote, most urgent first.

    ``sent`` says what of this laptop's is where; ``routes`` when something last came or went, by
    route; ``disagreements`` and ``held`` are counts; ``urgent`` asks for action; ``sheet_due``: the
    recovery sheet is not on paper yet.
    """

    group: str
    title: str
    situation: str
    sent: str
    laptops: tuple[LaptopRow, ...]
    routes: tuple[str, ...]
    notices: tuple[str, ...]
    urgent: bool
    disagreements: int
    held: int
    sheet_due: bool


@dataclass(frozen=True, slots=True)
class HubView:
    """A group's hub: ``lines`` say how things stand there, or ask whether to use it here. ``hub``
    is its key. ``has_trouble``: something stands in between, perhaps for a while only.
    """

    hub: str
    name: str
    host: str
    lines: tuple[str, ...]
    is_used: bool
    needs_action: bool
    has_trouble: bool
    may_leave: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that colleagues say differently: what, about whom, what holds until it is settled.

    ``cell`` names it to the service; ``sides`` are the values, each with who says so. ``sentence``
    says who recorded what differently.
    """

    cell: tuple[str, ...]
    what: str
    until: str
    sides: tuple[Candidate, ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An entry that is stored and does not count; ``acceptable``: by who uses this laptop, where
    ``by_code`` with the recovery code only.

    ``question``: what is asked where an invitation was used twice and one laptop is to be chosen.
    """

    id: str
    what: str
    who: str
    laptop: str
    claimed: datetime | None
    first_seen: datetime
    why: str
    acceptable: bool
    question: str = ""
    by_code: bool = False


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A laptop of the group or an invitation to it: ``id`` is its key, or the invitation's id.

    ``act`` names what this laptop's coordinator may do about it, "" for nothing; ``consequence``
    says what that would do, before it is done. ``by_code``: it takes the recovery code.
    ``member`` is whom to invite again, "" for nobody, and ``name`` what they were called.
    """

    id: str
    is_invitation: bool
    who: str
    laptop: str
    role: str
    heard: str
    state: str
    act: str
    consequence: str
    by_code: bool = False
    member: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One file that left or entered this laptop; ``who`` can open it, or sent it."""

    when: datetime
    what: str
    form: str
    who: str
    entries: str
    digest: str


@dataclass(frozen=True, slots=True)
class SharedGroupRow:
    """One group of this laptop: whether its file is kept in the folder, and what came and went."""

    group: str
    title: str
    is_shared: bool
    words: str


@dataclass(frozen=True, slots=True)
class SharedFolderState:
    """``folder`` is None where none was chosen; ``words`` say how things stand, in one line.

    ``is_there`` is False while the folder is away, which is normal; ``troubles`` ask for action,
    ``notices`` name what lies there and is left alone.
    """

    folder: Path | None
    words: str
    is_there: bool = True
    groups: tuple[SharedGroupRow, ...] = ()
    troubles: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedFolderStep:
    """What one step brought: which screens look again, if any, and a sentence, if any.

    ``trouble`` is why this laptop could not keep it, "" where it could.
    """

    changes: Changes | None = None
    words: str = ""
    trouble: str = ""
