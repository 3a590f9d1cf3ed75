"""The three archives of submissions among the shared samples, against their expectations."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.documents import zipped

from npq_desktop.interchange.claims.claims import read_claims
from npq_desktop.interchange.people.matching import links_of, match_people, with_links
from npq_desktop.interchange.people.names import Match, PersonIdentity
from npq_desktop.interchange.rosters.roster import read_roster
from npq_desktop.interchange.work.submissions import SubmissionArchive, read_submissions

BRIGHTSPACE = "05_M1 Reflective Task Download Nov 20, 2026 0941 AM.zip"
MOODLE = "08_NPQLPM-2026B-M1 Reflective Task-Group 07-4471.zip"
CANVAS = "12_submissions.zip"
CLASS_LIST = "01_brightspace_classlist.csv"
COMPANIONS = {
    MOODLE: "07_Grades-NPQLPM-2026B-M1 Reflective Task-Group 07-4471.csv",
    CANVAS: "11_2026-11-20T0941_Grades-NPQLPM-2026B.csv",
}


def stated(lms: Path) -> dict[str, Any]:
    return json.loads((lms / "expected.json").read_text(encoding="utf-8"))


def archive_of(lms: Path, name: str) -> SubmissionArchive:
    return read_submissions((lms / name).read_bytes(), file_name=name.partition("_")[2])


def group_of(lms: Path) -> tuple[PersonIdentity, ...]:
    keys = {person["org"]: person["k"] for person in stated(lms)["people"]}
    roster = read_roster((lms / CLASS_LIST).read_bytes(), file_name=CLASS_LIST)
    return tuple(replace(p.identity, id=keys[p.ids["brightspace"]]) for p in roster.people)


def matched(archive: SubmissionArchive, group: tuple[PersonIdentity, ...]) -> tuple[Match, ...]:
    people = [person.identity for person in archive.people]
    return match_people(people, group, system=archive.system)


def test_brightspace_archive_gives_time_files_and_words_of_each_folder(lms):
    archive = archive_of(lms, BRIGHTSPACE)
    found = {each.label: each for each in archive.submissions}
    expected = stated(lms)["files"][BRIGHTSPACE]

    assert len(found) == expected["folders"]
    for said in expected["submissions"]:
        one = found[said["folder"]]
        assert one.at is not None
        assert one.at.isoformat() == said["submitted"]
        assert [file.name for file in one.files] == said["files"]
        if said["words"] is not None and "superseded" not in (said["note"] or ""):
            assert one.words == said["words"], said["folder"]
    assert list(archive.ignored) == expected["ignored"]
    assert archive.title == "M1 Reflective Task"


def test_brightspace_archive_matches_by_name_and_asks_about_the_rest(lms):
    archive = archive_of(lms, BRIGHTSPACE)
    expected = stated(lms)["files"][BRIGHTSPACE]
    pairs = list(zip(archive.people, matched(archive, group_of(lms)), strict=True))

    assert sum(m.outcome == "unique" for _, m in pairs) == expected["auto_match_after_roster_only"]
    review = {key for _, m in pairs if m.outcome == "review" for key in m.candidates}
    assert sorted(review) == sorted(expected["review"])
    assert [p.identity.name for p, m in pairs if m.outcome == "none"] == expected["unmatched"]


def test_newest_folder_of_a_person_counts(lms):
    archive = archive_of(lms, BRIGHTSPACE)
    place = next(at for at, p in enumerate(archive.people) if p.identity.name == "Gurpreet Kaur")

    latest = archive.latest_of(place)

    assert latest is not None
    assert [file.name for file in latest.files] == ["M1 reflective Gurpreet.docx"]


def test_confirmed_link_of_an_lms_number_matches_the_next_archive(lms):
    archive = archive_of(lms, BRIGHTSPACE)
    khans = [p.identity for p in archive.people if p.identity.name == "Mohammed Khan"]
    links = {key: links_of(p, "brightspace") for key, p in zip(("mk1", "mk2"), khans, strict=True)}
    group = tuple(
        replace(known, ids={**known.ids, **links.get(known.id, {})}) for known in group_of(lms)
    )

    matches = matched(archive, group)

    assert {"mk1", "mk2"} <= {match.person for match in matches}


@pytest.mark.parametrize("name", [MOODLE, CANVAS])
def test_archive_with_its_companion_file_matches_everybody(lms, name):
    archive, group = archive_of(lms, name), group_of(lms)
    companion = read_claims((lms / COMPANIONS[name]).read_bytes(), file_name=COMPANIONS[name])
    people = [person.identity for person in companion.people]
    matches = match_people(people, group, system=companion.system)

    found = matched(archive, with_links(group, people, matches))

    assert [match.found_by for match in found] == ["id"] * stated(lms)["files"][name]["people"]


@pytest.mark.parametrize(
    ("name", "review"), [(MOODLE, "review_without_worksheet"), (CANVAS, "review_without_gradebook")]
)
def test_archive_alone_asks_about_the_namesakes_only(lms, name, review):
    archive = archive_of(lms, name)
    matches = matched(archive, group_of(lms))

    asked = {key for match in matches if match.outcome == "review" for key in match.candidates}

    assert sorted(asked) == stated(lms)["files"][name][review]
    assert sum(match.outcome == "unique" for match in matches) == len(archive.people) - 2


@pytest.mark.parametrize(("name", "label"), [(MOODLE, "path"), (CANVAS, "name")])
def test_archive_gives_the_words_and_lateness_of_each_entry(lms, name, label):
    archive = archive_of(lms, name)
    numbers = {"moodle": "mident", "canvas": "cid"}
    keys = {str(p[numbers[archive.system]]): p["k"] for p in stated(lms)["people"]}
    found = {
        keys[next(iter(archive.people[each.person].identity.ids.values()))]: each
        for each in archive.submissions
    }

    for said in stated(lms)["files"][name]["submissions"]:
        one = found[said["person"]]
        assert one.words == said["words"], said[label]
        assert one.late == said.get("late", False)
        assert said[label].endswith(one.files[0].name)


def test_the_same_file_under_two_names_is_read_once():
    name = "Ann Abbott_1_assignsubmission_file/{}"
    data = zipped({name.format("a.txt"): "two words", name.format("a (1).txt"): "two words"})

    (one,) = read_submissions(data, file_name="x.zip").submissions

    assert (one.words, one.text) == (2, "two words")
    assert [file.name for file in one.files] == ["a.txt", "a (1).txt"]
