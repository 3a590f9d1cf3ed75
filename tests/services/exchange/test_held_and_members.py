"""Entries that do not count, and who is in the group: shown, accepted, taken out."""

import csv
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from support.applications import Laptop
from support.scenes import PAST, Colleague, MakeScene, Scene

from npq_desktop.errors import BundleError, ServiceError, StaleError
from npq_desktop.journal.event import Event
from npq_desktop.journal.keys import InvitationKeys, age_recipient
from npq_desktop.rows.exchange import HeldRow, MemberRow

pytestmark = pytest.mark.slow

EVENT = PAST[0]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann", "Ben")


def held(group: Scene) -> tuple[HeldRow, ...]:
    return group.application.held_entries.all(group.group)


def member(group: Scene, who: str) -> MemberRow:
    rows = group.application.members.all(group.group)
    return next(row for row in rows if row.who == who)


def laptop_of(group: Scene, colleague: Colleague) -> MemberRow:
    rows = group.application.members.all(group.group)
    return next(row for row in rows if row.id == colleague.author.key)


def take_out(group: Scene, colleague: Colleague) -> None:
    group.application.members.revoke(group.group, laptop_of(group, colleague))


# ---- held ----------------------------------------------------------------------------------------


def test_a_proposal_is_held_with_its_reason_until_it_is_accepted(group: Scene) -> None:
    sam = group.colleague()
    sam.tell("exemption.set", who="Ann", item=EVENT, value="excused")
    [row] = held(group)
    assert (row.what, row.who) == ("Ann, Opening conference: Excused", "Sam Okafor")
    assert "A coordinator can accept it" in row.why
    assert group.state("Ann", EVENT) == "unknown"

    group.application.held_entries.accept(group.group, row.id)

    assert held(group) == ()
    assert group.state("Ann", EVENT) == "excused"


def test_an_entry_is_accepted_once(group: Scene) -> None:
    sam = group.colleague()
    entry = sam.tell("exemption.set", who="Ann", item=EVENT, value="excused")
    group.application.held_entries.accept(group.group, entry)

    with pytest.raises(ServiceError, match="already counts"):
        group.application.held_entries.accept(group.group, entry)


def test_what_is_not_understood_cannot_be_accepted(group: Scene) -> None:
    sam = group.colleague()
    entry = sam.tell("poll.add", question="Coffee?")
    [row] = held(group)
    assert (row.what, row.acceptable) == ("poll.add", False)
    assert "Update NPQ Desktop" in row.why

    with pytest.raises(ServiceError, match="You cannot accept this one"):
        group.application.held_entries.accept(group.group, entry)


def test_a_facilitator_is_offered_no_acceptance(
    group: Scene, laptop: Callable[[str], Laptop], tmp_path: Path, quick_words: None
) -> None:
    noor = laptop("Noor").application
    path = tmp_path / "for Noor"
    made = group.application.membership.invite(group.group, "Noor", "facilitator", path)
    noor.membership.join(noor.membership.preview_invitation(path, made.words))
    sam = group.colleague()
    sam.tell("exemption.set", who="Ann", item=EVENT, value="excused")
    group.application.exchange.send(group.group, tmp_path / "news")
    noor.exchange.merge(noor.exchange.preview(tmp_path / "news"))

    [row] = noor.held_entries.all(group.group)

    assert not row.acceptable
    with pytest.raises(ServiceError, match="You cannot accept this one"):
        noor.held_entries.accept(group.group, row.id)


# ---- members -------------------------------------------------------------------------------------


def test_members_say_laptop_role_and_when_last_heard_of(group: Scene) -> None:
    group.colleague()
    group.laptop.clock.now += timedelta(days=1)

    sam, own = member(group, "Sam Okafor"), member(group, "Alex Morgan")

    assert (sam.laptop, sam.role, sam.heard) == ("Sam's laptop", "facilitator", "yesterday 13:20")
    assert (own.role, own.heard, own.act) == ("coordinator", "this laptop", "")
    assert member(group, "Recovery sheet").laptop == "on paper"
    assert member(group, "Recovery sheet").act == ""


def test_a_laptop_taken_out_keeps_what_it_said_and_what_comes_later_is_held(group: Scene) -> None:
    """Reliability 41: held for review, not dropped."""
    sam = group.colleague()
    sam.tell("mark.set", who="Ann", event=EVENT, state="present")
    row = member(group, "Sam Okafor")
    assert row.act == "Remove this laptop…"
    assert "The 2 changes here stay and count" in row.consequence

    take_out(group, sam)

    assert group.state("Ann", EVENT) == "earned"
    assert member(group, "Sam Okafor").state == "removed"
    sam.tell("mark.set", who="Ben", event=EVENT, state="present")
    assert group.state("Ben", EVENT) == "unknown"
    assert member(group, "Sam Okafor").state == "removed, 1 on hold"
    [late] = held(group)

    group.application.held_entries.accept(group.group, late.id)

    assert group.state("Ben", EVENT) == "earned"


def test_a_laptop_is_taken_out_once_and_never_the_own_one(group: Scene) -> None:
    sam = group.colleague()
    take_out(group, sam)

    with pytest.raises(ServiceError, match="cannot be removed"):
        take_out(group, sam)
    with pytest.raises(ServiceError, match="cannot be removed"):
        group.application.members.revoke(group.group, member(group, "Alex Morgan"))


def test_what_arrives_meanwhile_is_shown_before_a_laptop_is_taken_out(group: Scene) -> None:
    sam = group.colleague()
    shown = laptop_of(group, sam)

    sam.tell("mark.set", who="Ann", event=EVENT, state="present")

    with pytest.raises(StaleError):
        group.application.members.revoke(group.group, shown)
    assert member(group, "Sam Okafor").state == "in the group"


def hidden_invitation(group: Scene) -> tuple[Colleague, Event]:
    """A coordinator whose laptop holds back an invitation between two marks that came here."""
    sam = group.colleague(role="coordinator")
    sam.tell("mark.set", who="Ann", event=EVENT, state="present")
    invitation = InvitationKeys(b"?" * 16)
    asked = {"sign": invitation.signing_key.public, "age": age_recipient(invitation.age_secret)}
    sam.say("invite", **asked, member="ab" * 16, name="Eve", role="coordinator")
    hidden = sam.events.pop()
    sam.tell("mark.set", who="Ben", event=EVENT, state="present")
    return sam, hidden


def show(group: Scene, sam: Colleague, hidden: Event) -> None:
    sam.events.append(hidden)
    sam.send()


def test_an_invitation_hidden_in_a_gap_does_not_count_when_it_comes_to_light(group: Scene) -> None:
    sam, hidden = hidden_invitation(group)

    take_out(group, sam)

    assert group.state("Ann", EVENT) == group.state("Ben", EVENT) == "earned"
    assert held(group) == ()
    show(group, sam, hidden)
    assert [row.id for row in held(group)] == [hidden.id]
    assert "Eve" not in {row.who for row in group.application.members.all(group.group)}
    assert member(group, "Sam Okafor").act == ""


def test_an_older_revocation_over_a_gap_is_mended_by_a_second_one(group: Scene) -> None:
    sam, hidden = hidden_invitation(group)
    last = sam.events[-1].id
    group.write("revoke", key=sam.author.key, keep=[last])
    row = member(group, "Sam Okafor")
    assert row.act == "Close a gap in what stays…"
    assert "keeps everything that counts now" in row.consequence

    take_out(group, sam)

    show(group, sam, hidden)
    assert [row.id for row in held(group) if row.id == hidden.id] == [hidden.id]
    assert group.state("Ben", EVENT) == "earned"
    assert member(group, "Sam Okafor").act == ""


def test_files_are_no_longer_locked_for_a_laptop_taken_out(group: Scene) -> None:
    sam = group.colleague()
    take_out(group, sam)

    assert "Sam" not in group.application.exchange.openers(group.group).words


def test_an_open_invitation_is_withdrawn(group: Scene, tmp_path: Path, quick_words: None) -> None:
    path = tmp_path / "for Noor"
    group.application.membership.invite(group.group, "Noor", "facilitator", path)
    row = member(group, "Noor")
    assert (row.state, row.act) == ("invited, not joined yet", "Withdraw this invitation…")
    assert "Nobody will be able to join" in row.consequence

    group.application.members.withdraw(group.group, row)

    assert member(group, "Noor").state == "invitation withdrawn"
    with pytest.raises(ServiceError, match="cannot be withdrawn"):
        group.application.members.withdraw(group.group, row)


# ---- trail ---------------------------------------------------------------------------------------


def test_the_trail_names_what_left_and_entered(
    group: Scene, tmp_path: Path, quick_words: None
) -> None:
    sam = group.colleague()
    group.application.membership.invite(group.group, "=cmd()", "facilitator", tmp_path / "inv")
    sent = group.application.exchange.send(group.group, tmp_path / "g.json", readable=True)
    sam.send()

    came, left, invited, *_ = group.application.trail.lines(group.group)

    assert (came.what, came.who) == ("Came in by file", "Sam Okafor (Sam's laptop)")
    assert (left.form, left.who) == ("not encrypted", "anyone")
    assert left.entries == f"{sent.events} changes"
    assert (invited.what, invited.form) == ("Saved in an invitation", "encrypted under six words")
    assert len(left.digest) == 64


def test_the_trail_names_what_was_saved_for_people_and_the_panel_does_not(
    group: Scene, tmp_path: Path
) -> None:
    before = group.application.sync_status.view(group.group)
    group.application.cohort_files.save_table(group.group, tmp_path / "cohort.csv")
    group.application.cohort_files.save_statement(group.group, tmp_path / "Ann.pdf", b"%PDF-1.7")

    statement, table, *_ = group.application.trail.lines(group.group)

    assert table.what == "Saved: the cohort's engagement (.csv)"
    assert statement.what == "Saved: a statement of engagement (.pdf)"
    assert (table.who, table.form) == ("anyone", "for people to read, not encrypted")
    assert table.digest == sha256((tmp_path / "cohort.csv").read_bytes()).hexdigest()
    assert group.application.sync_status.view(group.group) == before
    person = next(iter(group.people.values()))
    copies = group.application.person_report.report(group.group, person).copies
    assert any("saved 2 times, not encrypted" in each for each in copies)


def test_the_trail_as_a_file_runs_no_formula(
    group: Scene, tmp_path: Path, quick_words: None
) -> None:
    """Reliability 31."""
    group.application.membership.invite(group.group, "=cmd()", "facilitator", tmp_path / "inv")

    group.application.trail.save(group.group, tmp_path / "trail.csv")

    text = (tmp_path / "trail.csv").read_text(encoding="utf-8-sig")
    head, *rows = csv.reader(text.splitlines())
    assert head[:3] == ["When (UTC)", "What", "Form"]
    assert any("'=cmd() (invited)" in row for row in rows)
    with pytest.raises(BundleError, match="not saved"):
        group.application.trail.save(group.group, tmp_path / "no folder" / "trail.csv")
