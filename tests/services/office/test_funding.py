"""Who pays for a place: proposals, decisions, what a withdrawal means, invoices to raise."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.assessed import AssessedScene

from npq_desktop.errors import InterchangeError, ServiceError
from npq_desktop.rows.cohort import StatusChange
from npq_desktop.rows.office import FundingDecision
from npq_desktop.services.office.settings import shipped_settings

FUNDED = FundingDecision("funded", reason="On the list", list_name="PP50", list_date="2025-09-01")
PAID = FundingDecision("paid", by="school", pence=89_900, reason="On no list", invoice_ref="PO 7")


@pytest.fixture
def school(group: AssessedScene, samples: Path) -> AssessedScene:
    """The register of schools is imported, and Ann teaches at one of them."""
    schools = group.scene.application.schools
    schools.keep(schools.read(samples / "dfe/gias_sample.csv"))
    group.scene.write("person.set", who="Ann Ash", urn="100000", school="Aldgate School")
    return group


def row(group: AssessedScene, who: str = "Ann Ash"):
    return next(r for r in group.office.funding.rows(group.group) if r.name == who)


def decide(group: AssessedScene, decision: FundingDecision, who: str = "Ann Ash") -> None:
    group.office.funding.decide(group.group, group.id(who), decision)


def keep_list(group: AssessedScene, path: Path, day: date, name: str = "") -> None:
    for preview in group.office.lists.read(path):
        group.office.lists.keep(preview, name or preview.name, day)


def under(group: AssessedScene, rule: str) -> None:
    shipped = shipped_settings()
    money = replace(shipped.money, funding=type(shipped.money.funding)(rule))
    group.office.settings.change([group.group], replace(shipped, money=money))


def test_a_public_school_is_proposed_as_funded(school: AssessedScene) -> None:
    assert (row(school).proposal, row(school).proposal_words) == (
        "yes",
        "yes, a publicly funded school",
    )
    assert (row(school, "Ben Bell").proposal, row(school, "Ben Bell").proposal_words) == (
        "",
        "Decide by hand",
    )


def test_lists_decide_and_the_newest_of_a_name(school: AssessedScene, samples: Path) -> None:
    under(school, "lists")
    assert row(school).proposal_words == "no, on no list"
    keep_list(school, samples / "dfe/pp50_schools.csv", date(2025, 9, 1))

    [kept] = school.office.lists.all()
    assert (kept.name, kept.schools) == ("PP50", 11_152)
    assert row(school).proposal_words == (
        "yes, on the PP50 list (PP50, September 2025, URN 100000, on the list)"
    )
    keep_list(school, samples / "dfe/rise.csv", date(2026, 9, 1), "PP50")
    assert row(school).proposal == "no"
    assert len(school.office.lists.all()) == 2


def test_a_list_says_how_much_of_it_was_understood(group: AssessedScene, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("School URN,Name\n112543,Birk Hill\nnone,Other\n")
    [preview] = group.office.lists.read(path)
    assert preview.words == "list.csv: 1 school, 1 line not understood"
    with pytest.raises(ServiceError, match="Name this list"):
        group.office.lists.keep(preview, " ", date(2026, 9, 1))
    path.write_text("Name\nBirk Hill\n")
    with pytest.raises(InterchangeError, match="has no column called URN"):
        group.office.lists.read(path)


def test_several_lists_in_one_file(group: AssessedScene, tmp_path: Path) -> None:
    path = tmp_path / "lists.csv"
    path.write_text(
        "type,identifier,identifier_type\nEligibilityList::Pp50School,100000,urn\n"
        "EligibilityList::Other,112543,urn\nEligibilityList::Other,X,ukprn\n"
    )
    found = group.office.lists.read(path)

    assert [each.words for each in found] == [
        "PP50: 1 school, 0 lines not understood",
        "Other: 1 school, 1 line not understood",
    ]


def test_the_departments_word_stands_before_the_rule(school: AssessedScene) -> None:
    said = {"eligible_for_funding": "true", "funded_place": "true"}
    school.scene.write("person.set", who="Ann Ash", **said)
    assert row(school).proposal_words == "The Department says eligible, funded place"
    under(school, "none")
    assert row(school).proposal_words == (
        "The Department says eligible, funded place, but the rule says no, no places are funded in "
        "this round"
    )


def test_a_funded_place_is_not_funded_again(school: AssessedScene) -> None:
    decide(school, FUNDED)
    assert row(school).words == "Funded, PP50, 2025-09-01"
    school.scene.write(
        "enrolment.set", who="Ann Ash", **{"from": "2027-06-01", "status": "withdrawn"}
    )

    assert row(school).proposal_words == "no, previously funded"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (FundingDecision("perhaps", reason="x"), "funded or paid for"),
        (replace(FUNDED, reason=" "), "Write what this was decided on"),
        (replace(PAID, by="nobody"), "Choose who pays"),
        (replace(PAID, pence=0), "amount in pounds and pence"),
    ],
)
def test_what_a_decision_needs(group: AssessedScene, decision: FundingDecision, said: str) -> None:
    with pytest.raises(ServiceError, match=said):
        decide(group, decision)


def test_a_withdrawal_says_what_it_means_for_the_money(group: AssessedScene) -> None:
    offer = group.scene.application.training_status.offer

    def cost(who: str) -> str:
        return offer(group.group, group.id(who)).cost

    before = cost("Ann Ash")
    decide(group, FUNDED)
    decide(group, PAID, "Ben Bell")
    assert cost("Ann Ash") == (
        f"{before} Their place is funded (PP50, 2025-09-01). A new application for this NPQ would "
        "not be funded again. A deferral can keep the place."
    )
    assert cost("Ben Bell").endswith(" They pay £899.00, so ask the office about the invoice.")
    assert isinstance(StatusChange, type)


def test_invoices_are_raised_once(group: AssessedScene, tmp_path: Path) -> None:
    decide(group, PAID, "Ben Bell")
    decide(group, FUNDED)
    [invoice] = group.office.funding.invoices(group.group)
    assert (invoice.participant, invoice.payer, invoice.amount) == ("Ben Bell", "school", "899.00")

    path = tmp_path / "invoices.csv"
    group.office.funding.save_invoices([group.group], path, raised=True)
    header, line = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    assert header == [
        "Group",
        "Participant",
        "Payer",
        "URN",
        "School",
        "Amount",
        "Reason",
        "Reference",
    ]
    assert line == ["Group 07", "Ben Bell", "school", "", "", "899.00", "On no list", "PO 7"]
    assert group.office.funding.invoices(group.group) == ()
    assert row(group, "Ben Bell").words.endswith("invoice raised 2027-06-21")
    with pytest.raises(ServiceError, match="There is no invoice to raise"):
        group.office.funding.save_invoices([group.group], path, raised=True)
    group.scene.application.undo.undo(group.group)
    assert len(group.office.funding.invoices(group.group)) == 1


def test_an_invoice_is_safe_in_a_spreadsheet(group: AssessedScene, tmp_path: Path) -> None:
    decide(group, replace(PAID, reason="=1+1"), "Ben Bell")
    path = tmp_path / "invoices.csv"
    group.office.funding.save_invoices([group.group], path, raised=False)

    assert "'=1+1" in path.read_text(encoding="utf-8-sig")
    assert len(group.office.funding.invoices(group.group)) == 1


def test_two_statements_differ_until_one_is_chosen(group: AssessedScene) -> None:
    sam = group.scene.colleague(role="coordinator")
    ann = group.id("Ann Ash")
    sealed = group.office.roles.sealed.seal(group.scene.facts, {"place": "funded", "reason": "x"})
    said = {"id": f"funding.{ann}", "person": ann, "about": "funding"}
    sam.say("evidence.add", **said, sealed=dict(sealed))
    decide(group, PAID)
    sam.send()

    assert row(group).decision is None
    assert row(group).words == "Two records to settle"
    [head] = [s.head for s in row(group).sides if s.words == "Funded"]
    group.office.funding.choose(group.group, ann, head)
    assert row(group).words == "Funded"
    assert row(group).sides == ()


def test_a_facilitators_statement_counts_nothing(group: AssessedScene) -> None:
    decide(group, PAID)
    sam = group.scene.colleague()
    ann = group.id("Ann Ash")
    sealed = group.office.roles.sealed.seal(group.scene.facts, {"place": "funded", "reason": "x"})
    said = {"id": f"funding.{ann}", "person": ann, "about": "funding"}
    sam.tell("evidence.add", **said, sealed=dict(sealed))

    assert row(group).words == "£899.00, paid by school"
    assert row(group).uncounted == (
        "Sam Okafor recorded this too. It does not count, because Sam Okafor is no coordinator.",
    )
