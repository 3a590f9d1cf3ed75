"""Marks typed from a signed sheet, the scan that is kept, and the register as a document."""

import hashlib
from pathlib import Path

import pytest
from support.scenes import PAST, PRESENT, UNMARKED, MakeScene, Scene, did_not_run, disagree, late

from npq_desktop.errors import ServiceError, StaleError
from npq_desktop.journal.kinds.entries import EVIDENCE
from npq_desktop.rows.register import MarkState, RegisterRow
from npq_desktop.services.register.paper import MOST_BYTES, PaperService, Transcribed

pytestmark = pytest.mark.slow

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


def type_in(scene: Scene, text: str) -> Transcribed:
    shown = paper(scene).lines(scene.group, LAST, text)
    return paper(scene).transcribe(scene.group, LAST, text, shown)


def refusal(scene: Scene, text: str) -> str:
    """Why one entry is not taken."""
    done = type_in(scene, text)
    assert not done.recorded
    assert not done.changes.kinds
    [line] = done.left
    assert line.text == text
    return line.words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1p", "1 → Ann Ash: Present"),
        ("2A", "2 → Ben Birch: Absent"),
        ("3l20", "3 → Cat Cedar: Late 20 min"),
        ("4e10", "4 → Dan Dale: Left 10 min early"),
    ],
)
def test_an_entry_from_paper_is_understood_and_recorded(
    group: Scene, typed: str, words: str
) -> None:
    [line] = type_in(group, typed).recorded

    assert line.words == words
    [fact] = group.facts.marks(LAST)[rows(group)[int(typed[0]) - 1].person]
    assert fact.how == "paper"


def test_looking_at_what_is_typed_records_nothing(group: Scene) -> None:
    said = paper(group).lines(group.group, LAST, "1p 2a")

    assert [line.words for line in said] == ["1 → Ann Ash: Present", "2 → Ben Birch: Absent"]
    assert not group.facts.marks(LAST)


def test_a_whole_sheet_is_one_step_of_undo(group: Scene) -> None:
    type_in(group, "1p")
    type_in(group, "2l20\n3a")
    assert group.application.undo.next_words(group.group) == "undo 2 marks from paper"

    group.application.undo.undo(group.group)

    assert [state(group, n) for n in (1, 2, 3)] == [
        *(MarkState.PRESENT, MarkState.UNMARKED, MarkState.UNMARKED),
    ]


def test_what_is_wrong_on_a_sheet_is_left_and_the_rest_recorded(group: Scene) -> None:
    done = type_in(group, "1p 99p, 2x; 3a")

    assert [line.text for line in done.recorded] == ["1p", "3a"]
    assert [line.text for line in done.left] == ["99p", "2x"]
    assert [state(group, n) for n in (1, 2, 3)] == [
        *(MarkState.PRESENT, MarkState.UNMARKED, MarkState.ABSENT),
    ]


@pytest.mark.parametrize("second", ["1p", "1a", "001l5"])
def test_a_number_that_stands_twice_on_a_sheet_is_named_the_second_time(
    group: Scene, second: str
) -> None:
    done = type_in(group, f"1p {second}")

    [line] = done.left
    assert line.words == "1 → Ann Ash is already typed as 1p. Keep one of them."
    assert state(group, 1) is MarkState.PRESENT


@pytest.mark.parametrize("typed", ["5p", "0a", "9999p"])
def test_a_number_that_is_nobodys_is_refused(group: Scene, typed: str) -> None:
    assert "which goes from 1 to 4" in refusal(group, typed)


@pytest.mark.parametrize("typed", ["p", "1x", "1pp", "-1p", "12345p", "١p", "=1p"])
def test_what_is_no_entry_is_refused_with_an_example(group: Scene, typed: str) -> None:
    assert "is not understood. Type the number and a letter, such as 12p" in refusal(group, typed)


def test_a_number_alone_says_whose_it_is_and_asks_for_the_mark(group: Scene) -> None:
    assert refusal(group, "2").startswith("2 → Ben Birch has no letter for the mark.")


@pytest.mark.parametrize("typed", ["1l", "1e", "1l0", "1e9999"])
def test_late_and_early_need_their_minutes(group: Scene, typed: str) -> None:
    assert "How many minutes" in refusal(group, typed)


def test_present_with_minutes_is_refused_and_late_offered(group: Scene) -> None:
    assert "For late, type 1l20" in refusal(group, "1p20")


@pytest.mark.parametrize("typed", ["1p", "1a", "1l5"])
def test_whoever_has_another_mark_keeps_it_and_is_named(group: Scene, typed: str) -> None:
    group.mark("Ann Ash", LAST, late(12))

    said = refusal(group, typed)

    assert "1 → Ann Ash is already marked Late 12 min. If the paper is right" in said
    assert rows(group)[0].minutes_late == 12


def test_what_the_register_says_already_is_neither_recorded_nor_wrong(group: Scene) -> None:
    group.mark("Ann Ash", LAST, late(12))

    done = type_in(group, "1l12")

    assert (done.recorded, done.left) == ((), ())
    assert not done.changes.kinds
    [line] = paper(group).lines(group.group, LAST, "1l12")
    assert line.words == "1 → Ann Ash: already Late 12 min, nothing to record"


def test_a_disagreement_is_not_settled_by_paper(group: Scene) -> None:
    disagree(group, LAST)

    assert "two different marks" in refusal(group, "1p")
    assert state(group, 1) is MarkState.CONFLICT


def test_a_signed_mark_that_was_taken_back_asks_for_its_reason_in_the_register(
    group: Scene,
) -> None:
    group.mark("Ann Ash", LAST, PRESENT)
    group.sign_off(LAST)
    group.mark("Ann Ash", LAST, UNMARKED)

    assert "already signed off" in refusal(group, "1p")


def test_somebody_not_expected_is_refused_with_the_reason(group: Scene) -> None:
    group.write("enrolment.set", who="Cat Cedar", from_="2026-01-01", status="withdrawn")

    assert "3 → Cat Cedar is not expected (withdrawn" in refusal(group, "3p")


def test_nothing_is_transcribed_for_an_event_that_did_not_run(group: Scene) -> None:
    did_not_run(group.application, group.group, LAST, "snow")

    with pytest.raises(ServiceError, match="recorded as not run"):
        type_in(group, "1p 2p")


def test_nothing_is_transcribed_once_the_numbers_mean_others(group: Scene) -> None:
    sam = group.colleague()
    shown = paper(group).lines(group.group, LAST, "1p 2a")

    sam.tell("person.set", person="a" * 32, name="Aaron Aan")

    with pytest.raises(StaleError):
        paper(group).transcribe(group.group, LAST, "1p 2a", shown)
    assert not group.facts.marks(LAST)


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

    [fact] = group.application.store.reading.facts(EVIDENCE, group.group)
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


def test_kept_paper_stands_in_the_history_of_the_event(group: Scene, scan: Path) -> None:
    keep(group, scan)

    line = group.application.history.of_event(group.group, LAST).lines[0]
    assert line.what == "Paper evidence “signed sheet.pdf”, kept: school office, folder 3"
    assert line.standing == "counts now"


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
    with pytest.raises(ServiceError, match="no copy of this scan"):
        paper(group).save_scan(group.group, kept.content, tmp_path / "x.pdf")


@pytest.mark.parametrize("details", [{}, {"name": 5, "size": "big", "content": None}])
def test_evidence_that_says_little_is_shown_all_the_same(group: Scene, details: dict) -> None:
    sam = group.colleague()

    sam.tell("evidence.add", id="e1", event=LAST, **details)

    assert len(paper(group).evidence(group.group, LAST)) == 1
    assert "size unknown" in group.application.register.view(group.group, LAST).evidence[0]


def test_the_same_scan_is_kept_once(group: Scene, scan: Path) -> None:
    keep(group, scan)

    with pytest.raises(ServiceError, match="already recorded for this event"):
        keep(group, scan)


def test_evidence_without_a_place_is_refused(group: Scene, scan: Path) -> None:
    with pytest.raises(ServiceError, match="Type where the paper is kept"):
        keep(group, scan, where=" \n ")


def test_an_empty_scan_and_a_folder_are_refused(group: Scene, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()

    for path in (tmp_path / "empty.pdf", tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ServiceError, match=r"is empty|cannot be read"):
            paper(group).read_scan(path)


def test_of_a_scan_too_large_to_be_kept_the_digest_is_recorded(
    group: Scene, tmp_path: Path
) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)

    keep(group, large)

    [kept] = paper(group).evidence(group.group, LAST)
    assert kept.content == hashlib.sha256(large.read_bytes()).hexdigest()
    assert (kept.size, kept.is_here) == (MOST_BYTES + 1, False)


def test_a_scan_of_the_largest_size_is_kept_whole(group: Scene, tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as stream:
        stream.truncate(MOST_BYTES)

    scan = paper(group).read_scan(large)

    assert scan.data is not None
    assert len(scan.data) == MOST_BYTES
