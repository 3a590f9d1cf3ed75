"""Writes what goes between laptops: who can open a file, what it brings, what was sent and arrived.

Pure functions from frozen rows and facts to text. Source: ui/SCREENS.md, "Sync panel".
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from npq_desktop.journal.authority import MemberKey
from npq_desktop.journal.kinds.authority import InviteFact, MemberFact
from npq_desktop.rows.outgoing import Outgoing, SentTo
from npq_desktop.services.core.words import (
    at_moment,
    count,
    day,
    day_and_year,
    listed,
    moment_words,
)

UNKNOWN_LAPTOP = "a laptop that is not in this group"
EVERYONE = "Everyone in this group"
NOT_JOINED = "invited, not joined yet"
NOBODY_ELSE = "Only this laptop and your recovery sheet could open this file. Invite someone first."
NOT_IN_GROUP = (
    "This laptop is not in the group, so nobody could use a file from it. Ask a coordinator for an "
    "invitation."
)
READ_ONLY = (
    "You can look at this group but not record in it. Ask its coordinator for an invitation."
)
REMOVED = (
    "This laptop was removed from the group. What you record here no longer counts. Ask its "
    "coordinator for an invitation."
)
NOBODY_YET = "Nobody else is in this group yet. Invite a colleague, or a second laptop."
SAME_ROOM = (
    "In the same room? Save to a stick on one laptop and open it on the other, in any order."
)
DISK_FULL = (
    "There is no space left on the disk, so the last change was not saved. Free some space, then "
    "try again."
)
_ROUTES = {
    "file": "by file",
    "shared folder": "by the shared folder",
    "hub": "by the hub",
    "room": "in the room",
    "invitation": "with an invitation",
}


SENDS_ITSELF = ("hub", "room")
"""The routes by which the program itself takes changes to another laptop or a hub."""


def by_route(route: str) -> str:
    """How changes travelled: "by file"."""
    return _ROUTES.get(route, f"by {route}")


def left_by(route: str, when: str = "") -> str:
    """What is known of changes that left: "saved in a file at 13:20", "sent by the hub at 13:20".

    A file on this laptop's disk, a shared folder or a stick was saved. Whether anyone passed it
    on cannot be told from here.
    """
    if route in SENDS_ITSELF:
        return f"sent {by_route(route)} {when}".strip()
    where = "in the shared folder" if route == "shared folder" else "in a file"
    return f"saved {where} {when}".strip()


def called(member: MemberFact | MemberKey) -> str:
    """A laptop in a list of names: "Sam (Sam's laptop)"; the recovery sheet is no laptop."""
    return member.shown if member.is_sheet else laptop_called(member.shown, member.device)


def laptop_called(name: str, device: str) -> str:
    """The same of a name and a laptop's own name."""
    return f"{name} ({device})"


# ---- sending -----------------------------------------------------------------------------------


def person_to_send_to(name: str, *, is_own: bool) -> str:
    """Whom a file may be for: "Sam Okafor", or another laptop of one's own."""
    return "Your other laptop" if is_own else name


def what_they_lack(laptops: Sequence[SentTo], own: int, now: datetime) -> str:
    """What someone's laptops have not been sent, and when a file was last saved for them."""
    unsent = own - min(each.reached for each in laptops)
    newest = max((each for each in laptops if each.when), key=_when, default=None)
    when = moment_words(newest.when, now) if newest and newest.when else ""
    if unsent > 0:
        return f"{count(unsent, 'change')} not sent yet" + (f" · last file {when}" if when else "")
    if all(each.confirmed >= own for each in laptops):
        return "has all your changes"
    if newest is None or newest.when is None:
        return "not confirmed yet"
    return f"{left_by(newest.route, at_moment(newest.when, now))}, not confirmed yet"


def _when(sent: SentTo) -> tuple[bool, datetime | None]:
    return (sent.when is not None, sent.when)


def everyone_told(laptops: int, *, invitations: int) -> str:
    """How many could open a file for everyone: "3 laptops and 1 invitation"."""
    counted = (count(laptops, "laptop"), count(invitations, "invitation"))
    return listed(words for words in counted if not words.startswith("0 "))


def only_openers(name: str) -> str:
    """Who can open a file for one person; "" for one's own other laptop."""
    return f"Only {name} and you can open it." if name else "Only you can open it."


def openers(people: Sequence[str], *, has_sheet: bool, is_ours: bool) -> str:
    """Who can open a file for everyone; ``is_ours``: the group's sheet is this person's."""
    sheet = "your recovery sheet" if is_ours else "the group's recovery sheet"
    return f"Can be opened by {listed([*people, *([sheet] if has_sheet else [])])}."


def cannot_open(names: Sequence[str]) -> str:
    """Who is left out of a file, because what they gave as their key is none."""
    return f"{listed(names)} cannot open it, because the key from there is damaged. Invite again."


def saved(changes: int, *, encrypted: bool) -> str:
    """Says that a file is written, read back and verified."""
    whole = f"Saved the whole group, {count(changes, 'change')}, read back and checked."
    said = f"{whole} It is safe to remove the stick."
    return said if encrypted else f"{said} This file is not encrypted."


def mail_text(file_name: str, group: str) -> str:
    """What to write to a colleague beside the file."""
    return (
        f"Attached is {file_name}, the current state of {group} in NPQ Desktop. Save it, then "
        "choose Group, Open a file… in NPQ Desktop. You can open it twice, and in any order with "
        "other files."
    )


def invitation_request(file_name: str, who: str) -> str:
    """What to write to the sender of a file that this laptop cannot open."""
    return (
        f"I cannot open “{file_name}” in NPQ Desktop, because my laptop is not in its group yet. "
        f"Choose Share, Invite a facilitator… there and enter {who or 'my name'}. Then send me the "
        "file it saves, and tell me the six words by phone."
    )


# ---- opening -----------------------------------------------------------------------------------


def from_whom(name: str, made: datetime | None, now: datetime) -> str:
    """Who saved a file, and when: "From Sam, saved today at 14:05."."""
    if made is None:
        return f"From {name}."
    is_today = made.astimezone(now.tzinfo).date() == now.date()
    return f"From {name}, saved {'today ' if is_today else ''}{at_moment(made, now)}."


def brings(kinds: Mapping[str, int], *, new: int, disagreements: int, held: int) -> str:
    """What is new in a file: "3 new changes: 2 marks and 1 review. 1 on hold."."""
    if not new:
        return "Nothing new. This laptop already has everything in the file."
    said = [f"{count(new, 'new change')}: {counted(kinds)}."]
    if disagreements:
        said.append(f"{count(disagreements, 'new disagreement')} to settle.")
    if held:
        said.append(f"{held} on hold.")
    return " ".join(said)


def counted(kinds: Mapping[str, int]) -> str:
    """How many changes there are of each kind: "2 marks, 1 review and 3 other changes"."""
    from npq_desktop.services.core.kind_words import WORDS  # a start does not wait for these

    known = {kind: words for kind, words in WORDS.items() if words.one and kind in kinds}
    named = [count(kinds[kind], words.one, words.many) for kind, words in known.items()]
    rest = sum(number for kind, number in kinds.items() if kind not in known)
    return listed([*named, count(rest, "other change")] if rest else named)


def whole_file(kinds: Mapping[str, int]) -> str:
    """What is in the whole file, where that is more than what is new."""
    return f"The file holds the whole group: {counted(kinds)}."


def new_group(starter: str, *, read_only: bool) -> Sequence[str]:
    """Says that a group is new on this laptop; ``read_only`` without an invitation."""
    said = [f"This group is new on this laptop. It was started by {starter}."]
    if read_only:
        said.append(
            "Anyone can make such a file, so the group is shown as not verified. You can look "
            "at it but not record in it. To record, ask for an invitation."
        )
    return said


def invitation_used_twice(name: str) -> str:
    """Says that two laptops joined with one invitation, in the preview of a file."""
    return (
        f"The invitation for {name} was used by two laptops. Neither counts until a coordinator "
        "accepts one of them under “On hold”."
    )


def on_hold(number: int, why: str) -> str:
    """Changes on hold for one reason, which is a sentence."""
    return f"On hold: {count(number, 'change')}. {why}"


# ---- the sync panel ----------------------------------------------------------------------------


def keep_until(until: date) -> str:
    """Says that the time is over for which the group was to be kept."""
    return f"This group was to be kept until {day_and_year(until)}. That day is over."


def keep_until_in_panel(until: str) -> str:
    """The same with what to do; ``until`` is that sentence."""
    return f"{until} Choose Group, Hand over and remove… to remove it from this laptop."


def invited_only(names: Iterable[str]) -> str:
    """Says that nobody has joined yet."""
    return (
        f"{listed(sorted(names))}: invited, not joined yet. They can open any file you send from "
        "now on."
    )


def last_exchange(
    route: str,
    *,
    sent: tuple[datetime, Sequence[str]] | None,
    opened: datetime | None,
    now: datetime,
) -> str:
    """When something last went or came by a route: "By file: saved at 14:05 for Sam."."""
    said = []
    if sent is not None:
        when, to = sent
        left, whom = ("sent", "to") if route in SENDS_ITSELF else ("saved", "for")
        named = listed(to) if to else "nobody else"
        said.append(f"{left} {at_moment(when, now)} {whom} {named}.")
    if opened is not None:
        said.append(f"{'Opened' if said else 'opened'} {at_moment(opened, now)}.")
    words = by_route(route)
    return f"{words[:1].upper()}{words[1:]}: {' '.join(said)}"


def handed_over(laptop: str) -> str:
    """Says that a laptop has left the group with a last file."""
    return f"{laptop} has handed this group over and left it."


def contested_invitation(name: str) -> str:
    """Says that several laptops joined with one invitation, in the panel."""
    return (
        f"The invitation for {name} was used by several laptops, and none of them counts. Choose "
        "under “On hold” which one was meant."
    )


def running_twice(laptop: str) -> str:
    """Says that a laptop's data is in use in two places."""
    return (
        f"Two copies of {laptop} are in use at the same time. Nothing is lost, but one must stop. "
        "On the copy, close NPQ Desktop, delete its data folder, and join again with a new "
        "invitation."
    )


def restored(laptop: str) -> str:
    """Says that a laptop went on from a backup."""
    return (
        f"{laptop} was restored from a backup, or copied. Everything from before and after counts. "
        "There is nothing to do."
    )


def missing(number: int, laptop: str) -> str:
    """Says that changes between others of a laptop are missing here."""
    are = "is" if number == 1 else "are"
    said = f"{count(number, 'change')} from {laptop} {are} missing here."
    return f"{said} Ask for a newer file from there."


def sent_words(standing: Outgoing, now: datetime) -> str:
    """What of this laptop's changes is with the others, in one sentence."""
    own = count(standing.own, "change")
    if not standing.own:
        return "Nothing recorded on this laptop yet."
    if standing.is_confirmed:
        return f"Every other laptop has all {own} from this laptop."
    if standing.last is None:
        return f"{own} from this laptop, not sent to anyone yet."
    if standing.unsent:
        return f"{standing.unsent} of {own} from this laptop not sent yet."
    left = left_by(standing.route, at_moment(standing.last, now))
    if standing.route in SENDS_ITSELF:
        return f"All {own} from this laptop were {left}."
    return f"All {own} from this laptop were {left}. A file from the others will confirm it."


def has_of_yours(
    other: SentTo, own: int, now: datetime, *, confirmed_until: datetime | None
) -> str:
    """How much of this laptop's changes another one has; ``confirmed_until``: up to which time."""
    if other.confirmed >= own:
        return "everything"
    if other.reached < own:
        unsent = f"{count(own - other.reached, 'change')} not sent yet"
        if not other.confirmed or confirmed_until is None:
            return unsent
        return f"everything up to {moment_words(confirmed_until, now)}, {unsent}"
    when = at_moment(other.when, now) if other.when else ""
    return f"{left_by(other.route, when)}, not confirmed yet"


def will_confirm(name: str) -> str:
    """What will confirm that a file arrived."""
    return f"A file from {name} will confirm it."


def lost_here(number: int, holders: Iterable[SentTo]) -> str:
    """Says that changes of this laptop are gone from it, and who has them."""
    are = "is" if number == 1 else "are"
    names = listed([laptop_called(each.who, each.laptop) for each in holders])
    return (
        f"{count(number, 'change')} recorded on this laptop {are} no longer here. A newer file "
        f"from {names} brings back what is missing."
    )


# ---- people and laptops ------------------------------------------------------------------------


def invitation_state(state: str) -> str:
    """The status of an invitation in the list of laptops."""
    return {
        "open": NOT_JOINED,
        "withdrawn": "invitation withdrawn",
        "contested": (
            "used by two laptops, so neither counts until a coordinator accepts one under “On hold”"
        ),
    }.get(state, state)


def laptop_state(*, revoked: bool, left: bool, held: int) -> str:
    """The status of a laptop in that list; ``held`` of its changes are on hold."""
    if not revoked:
        return "handed over, and left" if left else "in the group"
    return f"removed, {held} on hold" if held else "removed"


def removing(member: MemberFact, changes: int) -> str:
    """What removing a laptop does, before it is done; ``changes`` of it are here."""
    laptop = called(member)
    if member.revoked:
        return (
            f"{laptop} was removed while some of its changes were missing here. If those arrive "
            "later, they would still count. Closing the gap keeps everything that counts now. "
            "Anything else from it goes on hold."
        )
    stay, counts = ("stays", "counts") if changes == 1 else ("stay", "count")
    return (
        f"Removing {laptop} from the group cannot be undone. The {count(changes, 'change')} here "
        f"{stay} and {counts}. Anything else from it goes on hold until a coordinator accepts it. "
        "It cannot open files you save from now on, but can still open older ones. If the laptop "
        "is found, invite it again."
    )


def withdrawing(invite: InviteFact) -> str:
    """What withdrawing an invitation does, before it is done."""
    return (
        f"Nobody will be able to join with the invitation for {invite.name}, and it will not open "
        "files you save from now on. You cannot undo this, but you can invite "
        f"{invite.name} again."
    )


# ---- what left and came ------------------------------------------------------------------------

FORMS = {
    "age": "encrypted",
    "readable": "not encrypted",
    "words": "encrypted under six words",
    "hub": "encrypted",
    "room": "encrypted",
    "export": "for people to read, not encrypted",
}
ANYONE, THIS_LAPTOP_ONLY, NOT_RECORDED = "anyone", "this laptop only", "not recorded"
NO_BACKUPS = "There are no backups on this laptop."


def left(what: str) -> str:
    """A line of a file for people: "Saved: the register of Seminar 4"."""
    return f"Saved: {what}"


def moved(route: str, *, out: bool) -> str:
    """A line of a sync file: "Saved in a file", "Came in by the shared folder"."""
    if not out:
        return f"Came in {by_route(route)}"
    said = "saved in an invitation" if route == "invitation" else left_by(route)
    return f"{said[:1].upper()}{said[1:]}"


def backups(number: int, until: date) -> str:
    """What this laptop's own backups hold, and until when."""
    return (
        f"{count(number, 'encrypted backup')} on this laptop. Those that hold what is erased or "
        f"removed now are taken away when NPQ Desktop next runs after {day_and_year(until)}."
    )


def set_aside(names: Iterable[str]) -> str:
    """Old data files and backups that were set aside."""
    return (
        f"Old data files that were set aside: {listed(names)}, beside this laptop's data. They are "
        "encrypted and never taken away by the program. Remove them when they are no longer needed."
    )


def laptops_of_group(others: Sequence[str]) -> str:
    """Every laptop in the group, this one first."""
    return f"Laptops in the group: {listed(['this one', *others])}."


def laptops_removed(names: Iterable[str]) -> str:
    """Laptops that left with what they had."""
    return f"Laptops removed from the group, with what they had by then: {listed(names)}."


def files_saved(number: int, last: date) -> str:
    """Registers, tables and statements that were saved."""
    return (
        f"Registers, tables and statements were saved {count(number, 'time')}, not encrypted, last "
        f"on {day_and_year(last)}. They may name this person."
    )


def group_left(route: str, number: int, *, plain: int, last: date) -> str:
    """How often the whole group was saved or sent by a route; ``plain`` times not encrypted."""
    open_to_all = f", {plain} of them not encrypted" if plain else ""
    return (
        f"The whole group was {left_by(route)} {count(number, 'time')}{open_to_all}, "
        f"last on {day_and_year(last)}. Anyone you sent a copy to still has it."
    )


# ---- on hold -----------------------------------------------------------------------------------


def joined_as(name: str, laptop: str, first: Sequence[str]) -> str:
    """What tells a laptop from the other one that used its invitation."""
    said = f"Recorded first: {', '.join(first)}" if first else "Nothing it recorded has come here"
    return f"Joined as “{name}” on “{laptop}”. {said}."


def which_was_meant(
    invited: str, laptops: int, *, name: str, laptop: str, before: Sequence[str]
) -> str:
    """The choice between laptops that used one invitation; ``before`` were chosen earlier."""
    asked = (
        f"The invitation for {invited} was used by {laptops} laptops. Is the one of “{name}”, "
        f"“{laptop}”, the one that was meant?"
    )
    if not before:
        return f"{asked} What the other recorded stays listed here, on hold. You can put it right."
    said = f"{listed(before)} was chosen before and is then removed. What came from it stays."
    return f"{asked} {said}"


def worksheet_kept(kept: tuple[str, date, int] | None) -> str:
    """Which worksheet decisions go into while no other is chosen; "" without one."""
    if kept is None:
        return ""
    _, on, age = kept
    old = f"is {count(age, 'day')} old" if age else "came in today"
    return (
        f"The worksheet of {day(on)} is used, which {old}. Choose a newer one if anybody has "
        "marked on Moodle since."
    )
