"""What the code brings back besides the groups, and what it may do where the laptop is lost."""

import pytest
from support.lost_laptop import EVENT, NAMES, held_of, mark, marked

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.events import Announced
from npq_desktop.store.errors import StoreFullError

pytestmark = pytest.mark.slow


def heard_of(laptop, group, name):
    members = laptop.application.core.facts.of(group).members.values()
    return next(each.last_seen for each in members if each.name == name and not each.is_sheet)


@pytest.mark.parametrize("source", ["a backup", "a sent file"])
def test_a_restore_knows_when_others_were_last_heard_of(
    lost, laptop, tmp_path, source, quick_words
):
    invitation = lost.application.membership.invite(
        lost.group, "Sam", "facilitator", tmp_path / "inv"
    )
    sam = laptop("Sam").application
    sam.membership.join(sam.membership.preview_invitation(invitation.path, invitation.words))
    sam.exchange.send(lost.group, tmp_path / "of sam")
    exchange = lost.application.exchange
    exchange.merge(exchange.preview(tmp_path / "of sam"))
    heard = heard_of(lost, lost.group, "Sam")
    sent = lost.clock.now
    lost.application.exchange.send(lost.group, tmp_path / "sent.npqsync")
    lost.application.backups.at_close()
    new = laptop("Alex M.")
    new.clock.move(days=20)
    path = tmp_path / "sent.npqsync"
    if source == "a backup":
        [path] = (p for p in (lost.folder / "backups").iterdir() if "before" not in p.name)

    restored = new.application.recovery.restore(lost.code, path)

    if source == "a backup":
        assert heard_of(new, lost.group, "Sam") == heard
    else:
        assert heard_of(new, lost.group, "Sam") is None
        assert heard_of(new, lost.group, "Alex Morgan") == sent
        assert "last file from there 23 November" in restored.lost[0].words


@pytest.fixture
def restored(lost, sam, laptop, tmp_path):
    """Alex's new laptop, restored from a sent file with the code: a coordinator, and no root."""
    lost.application.exchange.send(lost.group, tmp_path / "sent.npqsync")
    new = laptop("Alex M.")
    new.application.recovery.restore(lost.code, tmp_path / "sent.npqsync")
    return new


def erase_first(laptop, group, code):
    erasure = laptop.application.erasure
    person = laptop.application.register.view(group, EVENT).rows[0].person
    plan = erasure.plan(group, person)
    said = {"reason": "asked in writing", "authority": "data protection officer"}
    return plan, lambda: erasure.erase(group, plan, typed=plan.name, **said, code=code)


def test_a_restored_coordinator_erases_with_the_code(lost, restored, sam, laptop, tmp_path):
    """Only a root may erase, and the root's laptop is lost."""
    other = laptop("Robin").application.recovery.sheet().code
    for wrong, sentence in ((other, "not from a recovery sheet"), ("", "27 characters")):
        plan, erase = erase_first(restored, lost.group, wrong)
        assert plan.by_code
        with pytest.raises(NpqDesktopError, match=sentence):
            erase()

    erase_first(restored, lost.group, lost.code.lower())[1]()

    [row] = restored.application.erasure.all(lost.group)
    assert row.reason == "asked in writing"
    restored.application.exchange.send(lost.group, tmp_path / "after")
    assert NAMES[0] not in names_in(restored, lost.group)
    exchange = sam.application.exchange
    exchange.merge(exchange.preview(tmp_path / "after"))
    assert NAMES[0] not in names_in(sam, lost.group)


def test_what_comes_later_about_an_erased_person_goes_with_the_code(lost, restored, sam, tmp_path):
    erasure, told = restored.application.erasure, sam.application.announcements
    person = sam.application.register.view(lost.group, EVENT).rows[0].person
    assert erasure.late(lost.group) == 0
    place = (lost.group, EVENT, person)
    told.announce(*place, Announced("apology", "travel"), told.known(*place))
    erase_first(restored, lost.group, lost.code)[1]()
    sam.application.exchange.send(lost.group, tmp_path / "late")
    exchange = restored.application.exchange
    exchange.merge(exchange.preview(tmp_path / "late"))
    erasure.answer()
    assert (erasure.late(lost.group), sam.application.erasure.late(lost.group)) == (1, 0)

    erasure.reach_late(lost.group, lost.code)

    assert erasure.late(lost.group) == 0
    events = restored.application.store.events(lost.group)
    assert [e.payload for e in events if e.kind == "expected.set"] == [None]
    assert restored.application.store.verify().problems == ()


def test_a_file_that_cannot_be_written_anew_yet_does_not_call_what_was_erased_untouched(
    lost, restored, sam, tmp_path, monkeypatch
):
    erasure, told = restored.application.erasure, sam.application.announcements
    person = sam.application.register.view(lost.group, EVENT).rows[0].person
    place = (lost.group, EVENT, person)
    told.announce(*place, Announced("apology", "travel"), told.known(*place))
    erase_first(restored, lost.group, lost.code)[1]()
    sam.application.exchange.send(lost.group, tmp_path / "late")
    exchange = restored.application.exchange
    exchange.merge(exchange.preview(tmp_path / "late"))

    def full():
        raise StoreFullError("There is no space left. Nothing was changed.")

    with monkeypatch.context() as patch:
        patch.setattr(restored.application.store, "checkpoint", full)
        erasure.reach_late(lost.group, lost.code)

    assert erasure.late(lost.group) == 0
    erasure.answer()
    assert restored.application.store.verify().problems == ()


def names_in(laptop, group):
    return [row.name for row in laptop.application.register.view(group, EVENT).rows]


def test_a_facilitator_is_asked_for_no_code(lost, sam):
    with pytest.raises(NpqDesktopError, match="Only the coordinator whose laptop"):
        erase_first(sam, lost.group, lost.code)


def test_a_restored_coordinator_accepts_with_the_code_what_it_may_not(
    lost, restored, laptop, tmp_path
):
    """The new laptop stands below the one that was lost."""
    lost_key = lost.application.core.identities.key_in(lost.group)
    restored.application.recovery.lost.take_out(lost.code, lost.group, lost_key)
    mark(lost, lost.group, 1)
    lost.application.exchange.send(lost.group, tmp_path / "found again")
    exchange = restored.application.exchange
    exchange.merge(exchange.preview(tmp_path / "found again"))
    held = [row for row in held_of(restored, lost.group) if row.what.startswith("Mark")]
    held = held or [row for row in held_of(restored, lost.group) if "resent" in row.what]
    assert [(row.acceptable, row.by_code) for row in held] == [(True, True)]
    accept = restored.application.held_entries.accept
    with pytest.raises(NpqDesktopError, match="You cannot accept this one"):
        accept(lost.group, held[0].id)

    accept(lost.group, held[0].id, lost.code)

    assert marked(restored, lost.group) == 2
    assert held[0].id not in {row.id for row in held_of(restored, lost.group)}
