"""What only coordinators read is nowhere on a facilitator's laptop in the clear, byte for byte."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from support.applications import Laptop
from support.assessed import AssessedScene
from support.scenes import MakeScene

from npq_desktop.errors import ServiceError
from npq_desktop.rows.contact import ContactEntry
from npq_desktop.rows.office import FundingDecision, SupportStep
from npq_desktop.services.core.laptop.places import start_log
from npq_desktop.services.safety.support_report import SupportReport
from npq_desktop.store.store import Store

pytestmark = pytest.mark.slow

SECRETS = (
    "failed", "Quibbleworth", "Zaragossa", "bereaved-aunt", "in-hospital", "very-private",
    "Maudlin Coach", "talked-of-home", "paid-by-nan", "PO-4711", "rang-mother",
)  # fmt: skip


def joined(group: AssessedScene, laptop, name: str, role: str) -> Laptop:
    own = group.scene.laptop
    path = own.folder.parent / f"invitation of {name}"
    made = own.application.membership.invite(group.group, name, role, path)
    other = laptop(name)
    membership = other.application.membership
    membership.join(membership.preview_invitation(path, made.words))
    give(other, own, group.group)
    give(own, other, group.group)
    return other


def give(sender: Laptop, taker: Laptop, group: str) -> None:
    path = sender.folder.parent / f"from {sender.person} to {taker.person}.npqsync"
    sender.application.exchange.send(group, path)
    taker.application.exchange.merge(taker.application.exchange.preview(path))


@pytest.fixture
def group(scene: MakeScene) -> AssessedScene:
    group = AssessedScene(scene("Ann Ash", "Ben Bell"))
    for who in ("Ann Ash", "Ben Bell"):
        group.does(who, 6, 7, 8)
    group.announce()
    group.announce("r2", date(2027, 8, 30))
    group.admit("Ann Ash")
    group.hand_in("Ann Ash", "2027-07-06T10:00:00+01:00")
    group.office.windows.set_own(
        group.group, "r1", group.id("Ben Bell"), (date(2027, 7, 5), date(2027, 7, 15)),
        why="bereavement", text="bereaved-aunt",
    )  # fmt: skip
    private = {"to": "r2", "private": "in-hospital"}
    group.office.decisions.defer(group.group, "r1", group.id("Ben Bell"), **private)
    said = {"marker": "Quibbleworth", "marker_outcome": "failed", "moderator": "Zaragossa"}
    group.at(2027, 7, 20)
    group.outcome("Ann Ash", **said, moderator_outcome="failed", note="very-private")
    group.office.outcomes.draw(group.group, "r1")
    group.outcome(
        "Ann Ash", **said, moderator_outcome="failed", note="very-private", outcome="failed"
    )
    ann = group.id("Ann Ash")
    support, day = group.office.support, date(2027, 3, 1)
    support.record(group.group, ann, SupportStep("assigned", day, coach="Maudlin Coach"))
    meeting = SupportStep("session", day, minutes=30, text="talked-of-home")
    support.record(group.group, ann, meeting)
    rang = ContactEntry(day, "phone", "rang-mother", date(2027, 3, 8))
    group.office.contacts.log(group.group, ann, rang)
    money = FundingDecision("paid", by="self", pence=100, reason="paid-by-nan")
    group.office.funding.decide(group.group, ann, replace(money, invoice_ref="PO-4711"))
    return group


def readable_bytes(laptop: Laptop, group: str) -> bytes:
    """All that this laptop holds or makes of a group, as it can be read without another's key."""
    application = laptop.application
    store: Store = application.store
    found = [json.dumps([e.header, e.payload]).encode() for e in store.events(group)]
    path = laptop.folder / "readable.npqsync.json"
    application.exchange.send(group, path, readable=True)
    found.append(path.read_bytes())
    application.exchange.send(group, laptop.folder / "sealed.npqsync")  # read below with the rest
    report = SupportReport(application.core, places=application.places)
    found.append(report.text(()).encode())
    found.append(json.dumps(application.office.assessment.report(group)).encode())
    found.append(application.office.assessment.report_words(group).encode())
    view = application.office.assessment.view(group)
    found.append(repr(view).encode())
    for row in view.rows:
        found.append(repr(application.office.assessment.person(group, row.person)).encode())
        found.append(repr(application.person_report.report(group, row.person)).encode())
    found.append(repr(application.office.outcomes.table(group, view.round)).encode())
    found.append(repr(application.office.support.rows(group)).encode())
    found.append(repr(application.office.contacts.due(group)).encode())
    found.append(repr(application.office.funding.rows(group)).encode())
    found.append(repr(application.office.overview.rows(group)).encode())
    found.append(repr(application.office.evidence_packs.people(group)).encode())
    found.append(repr(application.office.discussion.view(group)).encode())
    found.append(repr(application.all_groups.rows()).encode())
    found += [each.read_bytes() for each in laptop.folder.rglob("*") if each.is_file()]
    return b"\n".join(found)


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """The program's log with everything in it, down to what is written for developers only."""
    logger = logging.getLogger("npq_desktop")
    before, level = list(logger.handlers), logger.level
    logger.setLevel(logging.DEBUG)
    yield logger
    logger.setLevel(level)
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()


def test_a_facilitator_sees_gates_and_no_outcome(
    group: AssessedScene, laptop, log: logging.Logger
) -> None:
    start_log(laptop("Sam Okafor").application.places)
    log.debug("The log is searched as well")
    sam = joined(group, laptop, "Sam Okafor", "facilitator")
    report = sam.application.office.assessment.report(group.group)
    ours = group.report()

    assert not report["can_open"]
    assert report["windows"][0]["seed"] == ""
    assert report["samples"] == []
    for theirs, own in zip(report["people"], ours["people"], strict=True):
        for there, here in zip(theirs["windows"], own["windows"], strict=True):
            assert (there["gate"], there["why"]) == (here["gate"], here["why"])
    [ann] = [p for p in report["people"] if p["id"] == group.id("Ann Ash")]
    assert ann["windows"][0]["outcome"] == "sealed"
    assert ann["windows"][0]["status"] == "marked"
    assert ann["passed"] is None
    found = readable_bytes(sam, group.group).replace(b"sample_failed", b"")  # a setting's name
    assert b"The log is searched as well" in found
    assert b"NPQ Desktop: report for support" in found
    assert [each for each in SECRETS if each.encode() in found] == []


def test_a_facilitator_is_given_no_certificate_list_and_no_pack(
    group: AssessedScene, laptop
) -> None:
    sam = joined(group, laptop, "Sam Okafor", "facilitator").application.office
    assert sam.evidence_packs.people(group.group) == ()
    with pytest.raises(ServiceError, match="Only a coordinator can make the certificate list"):
        sam.certificates.rows(group.group)
    with pytest.raises(ServiceError, match="Only a coordinator can make an evidence pack"):
        sam.evidence_packs.pack(group.group, group.id("Ann Ash"))


def test_the_search_would_find_what_is_in_the_clear(group: AssessedScene) -> None:
    found = readable_bytes(group.scene.laptop, group.group)

    assert [each for each in SECRETS if each.encode() not in found] == []


def test_a_coordinator_who_joins_reads_it_once_it_is_shared(group: AssessedScene, laptop) -> None:
    dana = joined(group, laptop, "Dana Reed", "coordinator")
    assert not dana.application.office.assessment.report(group.group)["can_open"]
    anew = group.office.sealing_anew
    [row] = anew.unread(group.group)
    anew.seal_anew(group.group, row.key)
    give(group.scene.laptop, dana, group.group)

    theirs = dana.application.office.assessment.report(group.group)
    assert theirs["can_open"]
    assert theirs == json.loads(json.dumps(group.report(theirs["at"])))


def test_a_facilitators_decision_is_not_recorded(group: AssessedScene, laptop) -> None:
    sam = joined(group, laptop, "Sam Okafor", "facilitator").application.office
    ann = group.id("Ann Ash")
    with pytest.raises(ServiceError, match="Only a coordinator can decide who sits"):
        sam.decisions.refuse(group.group, "r1", ann, "Left the school")
    with pytest.raises(ServiceError, match="Only a coordinator can set a window"):
        sam.windows.set_window([group.group], "r3", date(2027, 11, 1))
    with pytest.raises(ServiceError, match="Only a coordinator can draw the sample"):
        sam.outcomes.draw(group.group, "r1")
    with pytest.raises(ServiceError, match="Only a coordinator can give results out"):
        sam.windows.results_out([group.group], "r1")
    with pytest.raises(ServiceError, match="Only a coordinator can decide on money"):
        sam.funding.decide(group.group, ann, FundingDecision("funded", reason="x"))
    with pytest.raises(ServiceError, match="Only a coordinator can record one-to-one support"):
        sam.support.record(group.group, ann, SupportStep("offered", date(2027, 3, 1)))


def test_a_facilitator_sees_that_there_is_support_and_no_more(group: AssessedScene, laptop) -> None:
    ann = group.id("Ann Ash")
    group.scene.write("person.set", who="Ann Ash", **{"support.entitled": "yes"})
    sam = joined(group, laptop, "Sam Okafor", "facilitator").application.office

    row = sam.support.row(group.group, ann)
    assert (row.entitled, row.step, row.coach, row.lines) == ("yes", "", "", ())
    assert row.private == "One-to-one support, 2 private records"


def test_a_coach_who_is_a_member_sees_the_own_meetings(group: AssessedScene, laptop) -> None:
    ann, day = group.id("Ann Ash"), date(2027, 3, 1)
    sam = joined(group, laptop, "Sam Okafor", "facilitator")
    facts = group.scene.facts
    [member] = {m.member for m in facts.members.values() if m.name == "Sam Okafor"}
    said = {"coach": "Sam Okafor", "coach_member": member}
    group.office.support.record(group.group, ann, SupportStep("assigned", day, **said))
    give(group.scene.laptop, sam, group.group)
    theirs = sam.application.office.support
    theirs.record(group.group, ann, SupportStep("session", day, minutes=40, text="Our first"))
    give(sam, group.scene.laptop, group.group)

    row = theirs.row(group.group, ann)
    assert (row.step, row.coach, row.minutes) == ("assigned", "Sam Okafor", 40)
    assert row.private == "One-to-one support, 1 private record"
    assert group.office.support.row(group.group, ann).minutes == 70


def test_an_erasure_takes_away_all_that_the_office_recorded(group: AssessedScene) -> None:
    application, ann = group.scene.application, group.id("Ann Ash")
    group.office.windows.set_own(
        group.group, "r1", ann, (date(2027, 7, 5), date(2027, 7, 15)), why="other"
    )

    def recorded() -> set[str]:
        events = application.store.events(group.group)
        return {e.kind for e in events if (e.content or {}).get("person") == ann}

    office_kinds = {"window.set", "assessment.set", "evidence.add", "coaching.add", "contact.add"}
    assert office_kinds <= recorded()
    shown = application.erasure.plan(group.group, ann)
    asked = {"reason": "The person asked for it", "authority": "The office, 1 August"}
    application.erasure.erase(group.group, shown, typed="Ann Ash", **asked)

    assert not office_kinds & recorded()
    assert [each["id"] for each in group.report()["people"]] == [group.id("Ben Bell")]
