"""What the discussion, contacts, follow-ups and prepared messages show."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post with its replies; ``words`` replaces the text of one that was withdrawn.

    ``own``: it may be changed here. ``is_new``: it was not shown on this laptop yet.
    """

    id: str
    who: str
    at: datetime | None
    text: str
    words: str
    pinned: bool
    own: bool
    is_new: bool
    changed: bool
    replies: tuple["PostRow", ...] = ()


@dataclass(frozen=True, slots=True)
class DiscussionView:
    """The thread of a group: pinned posts first, then by time, the newest below."""

    posts: tuple[PostRow, ...]
    unread: int
    words: str
    note: str
    link: str
    draft: str


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """A contact as it is typed; ``private``: only coordinators and the author read the text."""

    on: date
    how: str
    text: str = ""
    due: date | None = None
    private: bool = True


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact with a person; ``text`` says where it is private to others."""

    id: str
    person: str
    name: str
    on: date | None
    how: str
    text: str
    is_private: bool
    due: date | None
    done: date | None
    who: str
    overdue: bool
    words: str


@dataclass(frozen=True, slots=True)
class MessageText:
    """A prepared text; ``is_own``: it is kept on this laptop only."""

    key: str
    title: str
    subject: str
    text: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class PreparedMessage:
    """One message as it would be sent; ``email`` is "" for who has none."""

    person: str
    name: str
    email: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class MessagesPreview:
    """All messages of a choice, and who cannot be written to."""

    messages: tuple[PreparedMessage, ...]
    without_email: tuple[str, ...]
