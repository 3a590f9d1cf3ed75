"""Responses: in time or not, over or not, whose, and nothing kept of their text."""

import json
from dataclasses import replace

import pytest
from support.assessed import AssessedScene
from support.documents import odt, paragraph, pdf, word

from npq_desktop.errors import ServiceError
from npq_desktop.programme.office import References
from npq_desktop.rows.assessment import ReceivedFile
from npq_desktop.services.office.settings import shipped_settings


@pytest.mark.parametrize(
    ("when", "flags", "counts"),
    [
        ("2027-07-12T23:59:59+01:00", [], True),
        ("2027-07-13T00:00:00+01:00", ["late"], False),
        ("2027-07-04T23:59:59+01:00", ["early"], False),
    ],
)
def test_a_response_counts_inside_the_window(
    admitted: AssessedScene, when: str, flags: list[str], counts: bool
) -> None:
    admitted.hand_in("Ann Ash", when)

    [response] = admitted.place("Ann Ash")["responses"]
    assert (response["flags"], response["counts"]) == (flags, counts)
    assert response["handed_in"] == when


def test_of_several_responses_the_latest_counts(admitted: AssessedScene) -> None:
    for number, hour in enumerate((10, 14, 12)):
        admitted.hand_in("Ann Ash", f"2027-07-06T{hour}:00:00+01:00", number=number)
    admitted.hand_in("Ann Ash", "2027-07-20T10:00:00+01:00", number=9)

    found = admitted.place("Ann Ash")["responses"]
    assert [r["handed_in"][11:13] for r in found] == ["10", "12", "14", "10"]
    assert [r["counts"] for r in found] == [False, False, True, False]


def test_equal_times_the_smallest_digest_counts(admitted: AssessedScene) -> None:
    digests = [admitted.hand_in("Ann Ash", "2027-07-06T10:00:00+01:00", number=n) for n in range(3)]

    found = admitted.place("Ann Ash")["responses"]
    assert [r["content"] for r in found] == sorted(digests)
    assert [r["counts"] for r in found] == [True, False, False]


def test_who_is_not_admitted_is_recorded_and_flagged(group: AssessedScene) -> None:
    group.announce()
    group.hand_in("Ann Ash", "2027-07-06T10:00:00+01:00", words=1501)

    place = group.place("Ann Ash")
    assert place["responses"][0]["flags"] == ["over", "not_admitted"]
    assert place["status"] == "undecided"


@pytest.mark.parametrize(("words", "flags"), [(1500, []), (1501, ["over"])])
def test_one_word_over_is_over(admitted: AssessedScene, words: int, flags: list[str]) -> None:
    admitted.hand_in("Ann Ash", "2027-07-06T10:00:00+01:00", words=words)

    [response] = admitted.place("Ann Ash")["responses"]
    assert (response["words"], response["flags"]) == (words, flags)


def test_a_late_response_counts_all_the_same_with_a_reason(admitted: AssessedScene) -> None:
    content = admitted.hand_in("Ann Ash", "2027-07-13T09:00:00+01:00")
    decisions, place = admitted.office.decisions, (admitted.group, "r1", admitted.id("Ann Ash"))
    with pytest.raises(ServiceError, match="Write why it counts"):
        decisions.count_all_the_same(*place, content, private="")
    with pytest.raises(ServiceError, match=r"no longer here|no longer in this group"):
        decisions.count_all_the_same(*place, "0" * 64, private="platform was down")
    decisions.count_all_the_same(*place, content, private="The platform was down")

    [response] = admitted.place("Ann Ash")["responses"]
    assert (response["flags"], response["counts"]) == (["late"], True)
    [page] = admitted.office.assessment.person(admitted.group, admitted.id("Ann Ash"))
    assert page.private_reason == "The platform was down"
    assert page.responses[0].said.endswith("late by 9 hours, counts all the same")


def test_files_are_matched_by_what_they_are_called(group: AssessedScene) -> None:
    group.announce()
    names = ["Ann Ash - case study.txt", "Bell_Ben_response.txt", "scan.txt"]
    files = [ReceivedFile(name, f"{name} words".encode()) for name in names]
    lines = group.office.responses.read(group.group, "r1", files)

    assert [line.who for line in lines] == ["Ann Ash", "Ben Bell", ""]
    assert all(line.handed_in == "" for line in lines)
    with pytest.raises(ServiceError, match=r"Say when “Ann Ash - case study\.txt” was handed in"):
        group.office.responses.record(group.group, "r1", lines)
    timed = group.office.responses.with_time(group.group, lines, "2027-07-06T10:00")
    with pytest.raises(ServiceError, match=r"Choose whose response “scan\.txt” is"):
        group.office.responses.record(group.group, "r1", timed)
    group.office.responses.record(group.group, "r1", timed[:2])
    assert group.place("Ben Bell")["responses"][0]["handed_in"] == "2027-07-06T10:00:00+01:00"
    with pytest.raises(ServiceError, match="recorded already"):
        group.office.responses.record(group.group, "r1", timed[:2])


def test_an_email_tells_sender_and_time(group: AssessedScene) -> None:
    group.scene.write("person.set", who="Ann Ash", email="ann@school.example")
    group.announce()
    message = (
        b"From: A. Ash <ann@school.example>\r\nDate: Tue, 6 Jul 2027 09:30:00 +0000\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n'
        b"\r\nHere it is.\r\n--b\r\nContent-Type: text/plain\r\n"
        b'Content-Disposition: attachment; filename="essay.txt"\r\n\r\none two three\r\n--b--\r\n'
    )
    [line] = group.office.responses.read(group.group, "r1", [ReceivedFile("m.eml", message)])

    assert (line.who, line.name, line.words) == ("Ann Ash", "essay.txt", 3)
    assert line.handed_in == "2027-07-06T09:30:00+00:00"


def test_a_file_that_cannot_be_read_keeps_its_digest(group: AssessedScene) -> None:
    group.announce()
    file = ReceivedFile("Ann Ash.docx", b"PK no document", "2027-07-06T10:00")
    [line] = group.office.responses.read(group.group, "r1", [file])
    assert line.problem
    group.office.responses.record(group.group, "r1", [line])

    [response] = group.place("Ann Ash")["responses"]
    assert response["words"] is None
    assert len(response["content"]) == 64


@pytest.mark.parametrize(("setting", "words"), [("left out", 2), ("counted", 4)])
def test_references_are_counted_as_the_office_says(
    admitted: AssessedScene, setting: str, words: int
) -> None:
    shipped = shipped_settings()
    said = replace(shipped.assessment, references=References(setting))
    if setting == "counted":
        admitted.office.settings.change([admitted.group], replace(shipped, assessment=said))
    file = ReceivedFile("Ann Ash.txt", b"one two\nReferences\nthree", "2027-07-06T10:00")
    lines = admitted.office.responses.read(admitted.group, "r1", [file])
    admitted.office.responses.record(admitted.group, "r1", lines)

    [response] = admitted.place("Ann Ash")["responses"]
    assert (response["words"], response["words_all"]) == (words, 4)


def test_a_response_is_recorded_without_its_text(admitted: AssessedScene) -> None:
    file = ReceivedFile("Ann Ash.txt", b"an unmistakable sentence", "2027-07-06T10:00")
    lines = admitted.office.responses.read(admitted.group, "r1", [file])
    admitted.office.responses.record(admitted.group, "r1", lines)

    events = admitted.scene.facts.state.events.values()
    assert not any("unmistakable" in json.dumps(event.content) for event in events)


def document(form: str, number: int) -> bytes:
    """A document of so many words, with a list of references behind them where one can be."""
    lines = [" ".join(["word"] * 10)] * (number // 10) + [" ".join(["word"] * (number % 10))]
    paragraphs = [line for line in lines if line]
    if form == "pdf":
        pages = [paragraphs[at : at + 40] for at in range(0, len(paragraphs), 40)]
        return pdf(*([(72, 760 - 15 * n, line) for n, line in enumerate(page)] for page in pages))
    paragraphs += ["References", "Smith 2020"]
    if form == "docx":
        return word("".join(map(paragraph, paragraphs)))
    if form == "odt":
        return odt("".join(f"<text:p>{each}</text:p>" for each in paragraphs))
    if form == "rtf":
        return b"{\\rtf1\\ansi " + "\\par ".join(paragraphs).encode() + b"}"
    return "\n".join(paragraphs).encode()


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "odt", "rtf", "txt", "pdf"])
def test_each_format_is_over_from_one_word_on(admitted: AssessedScene, form: str) -> None:
    files = [
        ReceivedFile(f"{who}.{form}", document(form, number), "2027-07-06T10:00")
        for who, number in (("Ann Ash", 1_500), ("Ben Bell", 1_501))
    ]
    lines = admitted.office.responses.read(admitted.group, "r1", files)
    admitted.office.responses.record(admitted.group, "r1", lines)

    found = [admitted.place(who)["responses"][0] for who in ("Ann Ash", "Ben Bell")]
    assert [each["words"] for each in found] == [1_500, 1_501]
    assert [each["flags"] for each in found] == [[], ["over"]]
    kept = [e.content for e in admitted.scene.application.store.events(admitted.group)][-2:]
    assert [content["from"] for content in kept] == [form, form]
    assert ("about" in lines[0].said) is (form == "pdf")
