"""What stands behind the routes of a hub or a room: where entries lie and who may come in."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from npq_desktop.journal.keys import SigningKey
from npq_desktop.relay.items import RelayItem
from npq_desktop.relay.replies import RefusalError
from npq_desktop.relay.standing import Access


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """What is kept of a group: ``streams`` as a reply says them, and when the group will go."""

    stamp: str
    streams: Mapping[str, list[object]]
    delete_on: str | None = None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Items from a position, each as one line; ``following`` is the next position, None at the
    end.
    """

    lines: Sequence[str]
    following: int | None


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push changed: entries new and had, texts that became whole or doubtful, boxes not
    taken because they were erased; and the summary of the streams it touched.
    """

    new: int
    had: int
    texts: int
    erased: int
    stamp: str
    streams: Mapping[str, list[object]]


class Backing(ABC):
    """Keeps groups. All of it may be called from several threads at once."""

    key: SigningKey
    name: str
    is_room: bool = False
    certificate: str = ""
    """Of a room: the digest of the certificate that it speaks with."""

    @abstractmethod
    def access(self, group: str) -> Access | None:
        """Who may do what in a group; None where it is not kept here.

        Raises:
            RefusalError: it was removed.
        """

    @abstractmethod
    def summary(self, group: str) -> GroupSummary:
        """What is kept of a group."""

    @abstractmethod
    def page(self, group: str, stream: str | None, first: int) -> ItemPage:
        """Items of a stream, or of the whole group, from a position."""

    @abstractmethod
    def push(self, group: str, key: str, items: Sequence[RelayItem]) -> Pushed:
        """Keep what ``key`` sends, all or nothing, if it still may send it.

        Raises:
            RefusalError: it may not, or there is no room.
        """

    @abstractmethod
    def stamps(self, groups: Iterable[str]) -> Mapping[str, str]:
        """The stamps of these groups, as far as they are kept here."""

    def open_group(self, start: RelayItem, code: str | None) -> tuple[bool, str]:
        """Keep a group from now on; whether it is new, and its stamp. ``code`` None: the hub's own
        word for it was shown.

        Raises:
            RefusalError: the code does not do, it was removed, or there is no room.
        """
        raise not_here("PUT")

    def remove(self, group: str) -> None:
        """Forget a group for good."""
        raise not_here("DELETE")

    def invitation(self, key: str) -> bytes | None:
        """The locked file that waits in a room, once it is given to ``key``; None: not decided yet.

        Raises:
            RefusalError: none waits, or it is not for this key.
        """
        raise no_invitation()

    def is_ready(self) -> bool:
        """Whether what lies behind answers."""
        return True


def not_here(method: str) -> RefusalError:
    """The refusal of a method that a path does not have."""
    return RefusalError(405, "method", f"This address does not take {method}.")


def no_invitation() -> RefusalError:
    """The refusal where no invitation waits, or not for who asks: the two look alike."""
    return RefusalError(404, "no_invitation", "No invitation waits here.")


def no_such_group() -> RefusalError:
    """The refusal to a laptop that is in no such group, or where there is none."""
    text = "This hub does not have this group, or this laptop is not in it."
    return RefusalError(404, "no_such_group", text)
