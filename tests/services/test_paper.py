"""Marks typed from a signed sheet, the scan that is kept, and the register as a document."""

import hashlib
from pathlib import Path

import pytest
from support.scenes import ABSENT, PAST, PRESENT, UNMARKED, MakeScene, Scene, late

from npq_desktop.errors import BundleError, ServiceError
from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.rows.register_report import RegisterReport, ReportRow
from npq_desktop.services.paper import PaperService
from npq_desktop.services.paper_entries import pieces

LAST = PAST[-1]


@pytest.fixture
def group(scene: MakeScene) -> Scene:
    return scene("Ann Ash", "Ben Birch", "Cat Cedar", "Dan Dale")


def paper(scene: Scene) -> PaperService:
    return scene.application.paper


def rows(scene: Scene) -> tuple[RegisterRow, ...]:
    return scene.application.register.view(scene.group, LAST).rows


def state(scene: Scene, number: int) -> MarkState:
    return rows(scene)[number - 1].state


def type_in(scene: Scene, text: str) -> str:
    return paper(scene).transcribe(scene.group, LAST, text)[1].words


def report(scene: Scene) -> RegisterReport:
    return paper(scene).report(scene.group, LAST)


def line(scene: Scene, number: int) -> ReportRow:
    return report(scene).rows[number - 1]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1p", "1 · Ann Ash: Present"),
        ("2A", "2 · Ben Birch: Absent"),
        ("3l20", "3 · Cat Cedar: Late 20 min"),
        ("4e10", "4 · Dan Dale: Left 10 min early"),
    ],
)
def test_an_entry_from_paper_is_understood_and_recorded(
    group: Scene, typed: str, words: str
) -> None:
    said = type_in(group, typed)

    assert said == words
    [fact] = group.facts.marks(LAST)[rows(group)[int(typed[0]) - 1].person]
    assert fact.how == "paper"


def test_each_entry_is_one_step_of_undo(group: Scene) -> None:
    type_in(group, "1p")
    type_in(group, "2l20")

    group.application.undo.undo(group.group)

    assert [state(group, 1), state(group, 2)] == [MarkState.PRESENT, MarkState.UNMARKED]


@pytest.mark.parametrize("typed", ["5p", "0a", "9999p"])
def test_a_number_that_is_nobodys_is_refused(group: Scene, typed: str) -> None:
    with pytest.raises(ServiceError, match="it goes from 1 to 4"):
        type_in(group, typed)


@pytest.mark.parametrize("typed", ["p", "12", "1x", "1pp", "-1p", "1p 2p", "١p", "=1p"])
def test_what_is_no_entry_is_refused_with_an_example(group: Scene, typed: str) -> None:
    with pytest.raises(ServiceError, match=r"not understood.*12p"):
        type_in(group, typed)


@pytest.mark.parametrize("typed", ["1l", "1e", "1l0", "1e9999"])
def test_late_and_early_need_their_minutes(group: Scene, typed: str) -> None:
    with pytest.raises(ServiceError, match="How many minutes"):
        type_in(group, typed)


def test_present_with_minutes_is_refused_and_late_offered(group: Scene) -> None:
    with pytest.raises(ServiceError, match="for late type 1l20"):
        type_in(group, "1p20")


@pytest.mark.parametrize("typed", ["1p", "1a", "1l5"])
def test_whoever_has_a_mark_keeps_it(group: Scene, typed: str) -> None:
    group.mark("Ann Ash", LAST, late(12))

    with pytest.raises(ServiceError, match=r"marked already: Late 12 min\. It stays"):
        type_in(group, typed)

    assert rows(group)[0].minutes_late == 12


def test_a_disagreement_is_not_settled_by_paper(group: Scene) -> None:
    disagree(group)

    with pytest.raises(ServiceError, match="two marks that disagree"):
        type_in(group, "1p")

    assert state(group, 1) is MarkState.CONFLICT


def test_somebody_not_expected_is_refused_with_the_reason(group: Scene) -> None:
    group.write("enrolment.set", who="Cat Cedar", from_="2026-01-01", status="withdrawn")

    with pytest.raises(ServiceError, match=r"3 · Cat Cedar is not expected \(withdrawn"):
        type_in(group, "3p")


def test_several_entries_stand_between_blanks_commas_and_semicolons() -> None:
    assert pieces(" 12p, 13a;14l20\t15e10 ") == ("12p", "13a", "14l20", "15e10")


def disagree(scene: Scene) -> None:
    sam = scene.colleague()
    sam.say("mark.set", who="Ann Ash", event=LAST, state="absent", how="typed")
    scene.mark("Ann Ash", LAST, PRESENT)
    sam.send()


def test_the_report_says_who_recorded_what_when_and_how(group: Scene) -> None:
    group.mark("Ben Birch", LAST, late(20))

    ben = line(group, 2)

    assert (ben.number, ben.name, ben.mark, ben.minutes_late) == (
        *(2, "Ben Birch", "Late 20 min", 20),
    )
    assert (ben.how, ben.recorded_by, ben.recorded_at) == (
        *("typed", "Alex Morgan", "2026-11-23 13:20:00 UTC+00:00"),
    )
    assert ben.laptop


def test_the_report_shows_both_sides_of_a_disagreement(group: Scene) -> None:
    disagree(group)

    ann = line(group, 1)

    assert ann.mark == "Two marks disagree"
    assert {(side.mark, side.by) for side in ann.sides} == {
        ("Present", "Alex Morgan"),
        ("Absent", "Sam Okafor"),
    }
    assert (ann.recorded_by, ann.recorded_at) == ("", "")


def test_the_report_names_everybody_who_says_the_same(group: Scene) -> None:
    sam = group.colleague()
    sam.say("mark.set", who="Ann Ash", event=LAST, state="present", how="typed")
    group.mark("Ann Ash", LAST, PRESENT)
    sam.send()

    said = line(group, 1).recorded_by

    assert set(said.split(" and ")) == {"Alex Morgan", "Sam Okafor"}


@pytest.mark.parametrize(
    ("marks", "replaced"),
    [((PRESENT,), False), ((PRESENT, ABSENT), True), ((PRESENT, UNMARKED), True), ((), False)],
)
def test_the_report_says_where_a_mark_replaced_another(
    group: Scene, marks: tuple, replaced: bool
) -> None:
    for mark in marks:
        group.mark("Ann Ash", LAST, mark)

    assert line(group, 1).replaced_earlier is replaced


def test_the_report_holds_the_event_the_counts_and_the_sign_offs(group: Scene) -> None:
    group.write("event.set", event=LAST, place="Room 4", led_by="Alex\tMorgan")
    group.mark("Ann Ash", LAST, PRESENT)
    group.application.signoff.sign_off(group.group, LAST, 2)

    made = report(group)

    assert (made.place, made.facilitator, made.group) == ("Room 4", "Alex Morgan", "Group 07")
    assert made.start.startswith("2026-")
    assert made.time_zone.startswith("UTC")
    assert made.counts.startswith("4 expected, 1 present, 0 late, 0 left early, 0 absent, 3 unm")
    [said] = made.signoffs
    assert said.startswith("Signed off by Alex Morgan, 2026-11-23 13:20:00")
    assert "head-count 2" in said


def test_the_report_keeps_to_one_line_and_one_direction(scene: MakeScene) -> None:
    group = scene("Ann\u202egro.live\u2066 Ash", "<b>Ben</b>")

    assert {row.name for row in report(group).rows} == {"Anngro.live Ash", "<b>Ben</b>"}


def test_the_sheet_code_changes_with_the_numbering(group: Scene) -> None:
    before = report(group).sheet
    group.mark("Ann Ash", LAST, PRESENT)
    marked = report(group).sheet

    group.write("person.set", who="Ann Ash", name="Ann Zed", last="Zed")

    assert marked == before
    assert report(group).sheet != before


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "signed sheet.pdf"
    path.write_bytes(b"%PDF-1.7 scanned")
    return path


def keep(scene: Scene, path: Path, where: str = "school office, folder 3") -> None:
    service = paper(scene)
    service.keep_evidence(scene.group, LAST, service.read_scan(path), where)


def test_a_scan_is_recorded_with_digest_name_size_and_place(group: Scene, scan: Path) -> None:
    keep(group, scan)

    [fact] = group.application.store.reading.notes(group.group, kind="evidence.add")
    assert fact.event == LAST
    assert fact.text == "school office, folder 3"
    assert fact.details["content"] == hashlib.sha256(scan.read_bytes()).hexdigest()
    assert (fact.details["name"], fact.details["size"]) == ("signed sheet.pdf", 16)


def test_a_scan_stays_encrypted_on_this_laptop_and_comes_out_again(
    group: Scene, scan: Path, tmp_path: Path
) -> None:
    keep(group, scan)
    [kept] = paper(group).evidence(group.group, LAST)

    paper(group).save_scan(group.group, kept.content, tmp_path / "copy.pdf")

    assert (tmp_path / "copy.pdf").read_bytes() == scan.read_bytes()
    files = [path for path in group.laptop.folder.rglob("*") if path.is_file()]
    assert files
    assert not any(b"scanned" in path.read_bytes() for path in files)


def test_a_scan_is_not_in_the_sync_file(group: Scene, scan: Path, tmp_path: Path) -> None:
    keep(group, scan)

    group.application.exchange.send(group.group, tmp_path / "all.npqsync.json", readable=True)

    sent = (tmp_path / "all.npqsync.json").read_bytes()
    assert b"signed sheet.pdf" in sent
    assert b"scanned" not in sent


def test_kept_paper_stands_in_the_line_of_the_event(group: Scene, scan: Path) -> None:
    keep(group, scan)

    view = group.application.register.view(group.group, LAST)
    assert view.event.has_paper
    [said] = view.evidence
    assert said == "signed sheet.pdf (1 KB), paper kept: school office, folder 3"


def test_paper_evidence_can_be_undone(group: Scene, scan: Path) -> None:
    keep(group, scan)

    group.application.undo.undo(group.group)

    assert paper(group).evidence(group.group, LAST) == ()
    assert not group.application.register.view(group.group, LAST).event.has_paper


def test_evidence_of_a_colleague_is_shown_and_its_scan_said_to_be_elsewhere(
    group: Scene, tmp_path: Path
) -> None:
    sam = group.colleague()
    details = {"name": "sam.pdf", "size": 5, "content": "ab" * 32}
    sam.tell("evidence.add", id="e1", event=LAST, text="Sam's desk", **details)

    [kept] = paper(group).evidence(group.group, LAST)

    assert (kept.name, kept.by, kept.is_here) == ("sam.pdf", "Sam Okafor", False)
    with pytest.raises(ServiceError, match="on the laptop it was added on"):
        paper(group).save_scan(group.group, kept.content, tmp_path / "x.pdf")


@pytest.mark.parametrize("details", [{}, {"name": 5, "size": "big", "content": None}])
def test_evidence_that_says_little_is_shown_all_the_same(group: Scene, details: dict) -> None:
    sam = group.colleague()

    sam.tell("evidence.add", id="e1", event=LAST, **details)

    assert len(paper(group).evidence(group.group, LAST)) == 1
    assert "size unknown" in group.application.register.view(group.group, LAST).evidence[0]


def test_the_same_scan_is_kept_once(group: Scene, scan: Path) -> None:
    keep(group, scan)

    with pytest.raises(ServiceError, match="recorded for this event already"):
        keep(group, scan)


def test_evidence_without_a_place_is_refused(group: Scene, scan: Path) -> None:
    with pytest.raises(ServiceError, match="Say where the paper is kept"):
        keep(group, scan, where=" \n ")


def test_an_empty_scan_and_a_folder_are_refused(group: Scene, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()

    for path in (tmp_path / "empty.pdf", tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ServiceError, match=r"is empty|cannot be read"):
            paper(group).read_scan(path)


def test_a_file_name_of_another_kind_is_refused(group: Scene, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match=r"ends in \.csv"):
        paper(group).save_table(group.group, LAST, tmp_path / "register.doc")

    assert list(tmp_path.glob("register*")) == []


def test_a_register_that_cannot_be_saved_leaves_the_old_file(group: Scene, tmp_path: Path) -> None:
    gone = tmp_path / "stick" / "register.csv"

    with pytest.raises(BundleError, match="not there any more"):
        paper(group).save_table(group.group, LAST, gone)
