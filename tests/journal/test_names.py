"""Names of others: one line, bounded, and marked where one can be taken for another."""

from datetime import UTC, datetime

import pytest
from support import journal
from support.journal import Group

from npq_desktop.journal.kinds.event import events_of
from npq_desktop.journal.kinds.fact import FieldFact, Source, maker
from npq_desktop.journal.kinds.submission import SUBMISSION, SubmissionFact
from npq_desktop.journal.names import MAX_NAME, doubtful, looks_like, mixes_scripts, one_line
from npq_desktop.journal.state import State

HOSTILE = (
    "Sam\nRecovery sheet", "Sam\r\n\tKhan", "\u202eknahK maS\u202c", "Sam\u2028Khan",
    "\u2066Sam\u2069", "S\u200bam", "Sam\0Khan", "\x1b[31mSam", "a" * 5_000,
    "Z" + "\u0335" * 500 + "algo", "\ud83d" + "x", "  Sam   Khan  ", "\u00a0Sam\u3000Khan",
    "\ue000Sam", "",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_any_name_is_one_bounded_line_without_controls(name: str) -> None:
    line = one_line(name)

    assert line.isprintable()
    assert len(line) <= MAX_NAME
    assert line == one_line(line) == line.strip()
    assert "  " not in line


@pytest.mark.parametrize(
    "name",
    ["Éloïse Ó Brien", "Zoë de la Cruz-Okonkwo", "李明", "Ольга", "محمد", "നന്ദിനി", "O’Neil"],
)
def test_a_name_of_people_stays_as_it_is(name: str) -> None:
    assert one_line(name) == name
    assert not mixes_scripts(name)
    assert doubtful([("1", name), ("2", "Sam")]) == frozenset()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Sam Okafor", "S\u0430m Ok\u0430for"), ("modern", "modem"), ("Ali", "A1i"),
        ("Recovery sheet", "R\u0435covery  sh\u0435et"), ("You", "Y0u"), ("Éloïse", "Eloise"),
        ("Sam", "SAM"), ("Sam", "S\u200bam"), ("Paul", "\uff30aul"), ("Anna", "\u0391nna"),
    ],
)  # fmt: skip
def test_names_that_look_alike_are_found(name: str, other: str) -> None:
    assert looks_like(name) == looks_like(other)
    assert doubtful([("1", name), ("2", other)]) == {name, other}


def test_two_laptops_of_one_member_are_nobodys_double() -> None:
    assert doubtful([("1", "Sam Khan"), ("1", "Sam Khan"), ("2", "Li")]) == frozenset()


def joined_as(*names: str) -> State:
    """A group whose members call themselves so; each was invited under a name of her own."""
    group = Group()
    for number, name in enumerate(names):
        invited = group.invite(journal.ROOT, f"invited-{number}")
        content = dict(group.join(invited).content or {})
        del group.events[-1]
        group.pens.clear()
        group._last.pop(invited.name, None)
        group.write(invited.name, "join", {**content, "name": name, "device": "paper"})
    return State.of(group.events)


def shown(state: State) -> list[str]:
    return [member.shown for member in state.members if member.depth]


@pytest.mark.parametrize(
    "name",
    ["Recovery sheet", "rec\u043every SHEET", "you", "Programme office", "olu", "0lu", "S\u0430m"],
)
def test_a_borrowed_name_is_shown_with_what_the_inviter_called_them(name: str) -> None:
    assert shown(joined_as(name)) == [f"{one_line(name)} (invited as “invited-0”)"]


def test_two_members_of_one_name_are_both_marked_and_keep_their_names() -> None:
    state = joined_as("Sam Khan", "Sam Khan", "Li")

    assert sorted(shown(state)) == [
        "Li", "Sam Khan (invited as “invited-0”)", "Sam Khan (invited as “invited-1”)",
    ]  # fmt: skip
    assert {member.name for member in state.members if member.depth} == {"Sam Khan", "Li"}


def test_no_laptop_is_a_sheet_by_what_it_calls_itself() -> None:
    state = joined_as("Recovery sheet")

    assert [member.is_sheet for member in state.members if member.depth] == [False]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_what_an_event_and_a_piece_of_work_are_called_is_one_line(text: str) -> None:
    """Titles, places and leaders of events; labels and file names of what was handed in."""
    source = Source("i", "m", "k", "2027-01-01T00:00:00Z", datetime(2027, 1, 1, tzinfo=UTC), "")
    said = [FieldFact("e", name, text, "h", source) for name in ("title", "place", "led_by")]
    [event] = events_of(said)
    files = [{"name": text, "size": 1, "sha256": "0" * 64}]
    content = {"name": text, "label": text, "size": 1, "files": files}
    work = maker(SubmissionFact, SUBMISSION.key)(
        ("submission", "p", "t", "c"), content, "h", source
    )

    shown = (event.title, event.place, event.led_by, work.name, work.label, work.files[0][0])
    assert all(each is not None and each.isprintable() and len(each) <= 255 for each in shown)
