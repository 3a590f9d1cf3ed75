"""Documents made to harm: each ends in a text or one sentence, and reaches for nothing."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.documents import odt, paragraph, pdf, word, zipped
from support.hostile_documents import SECRET, hostile_documents

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.apart import process
from npq_desktop.interchange.apart.limits import DOCUMENTS
from npq_desktop.interchange.documents.any_document import document_text, read_document
from npq_desktop.interchange.work.submissions import read_submissions

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hostile documents")]

NAMES = sorted(hostile_documents())
GOOD = {
    "a.docx": word(paragraph("Good.")),
    "a.odt": odt("<office:body><office:text><text:p>Good</text:p></office:text></office:body>"),
    "a.html": b"<p>Good.",
    "a.txt": b"Good.",
    "a.rtf": rb"{\rtf1 Good.}",
    "a.pdf": pdf([(72, 760, "Good.")]),
}
REACHES = ("open", "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "urllib.")
CALLS = re.compile(r"\b(open|openat|openat2|creat|socket|connect|execve|fork|vfork)\(")


class Reached:
    """What Python was asked to reach for while this was on."""

    def __init__(self) -> None:
        self.on = False
        self.said: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event.startswith(REACHES):
            self.said.append(f"{event} {arguments[:1]}")


@pytest.fixture(scope="module")
def reached() -> Reached:
    found = Reached()
    for name, data in GOOD.items():  # what a reader imports the first time is no reach of a file
        read_document(data, name)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_document_is_a_text_or_a_sentence_and_reaches_for_nothing(
    name: str, reached: Reached
) -> None:
    reached.said.clear()
    reached.on = True
    try:
        text = read_document(hostile_documents()[name], name).text
        problem = ""
    except InterchangeError as error:
        text, problem = "", str(error)
    finally:
        reached.on = False

    assert reached.said == []
    assert text or problem.startswith(f"“{name}”")
    assert "root:" not in text
    assert len(text) < 4_000_000


@pytest.fixture
def traced(tmp_path: Path) -> Iterator[tuple[process.ReadingChild, Path]]:
    """A reading child of which the system says what it opens."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    log = tmp_path / "calls"
    calls = "trace=open,openat,openat2,creat,socket,connect,execve,fork,vfork"
    command = [strace, "-f", "-qq", "-e", calls, "-o", str(log)]
    command += process.own_command("read-apart", DOCUMENTS.name)
    child = process.ReadingChild(DOCUMENTS, command)
    yield child, log
    child.close()


def test_the_system_sees_no_file_and_no_socket_opened(
    reading_children: None,
    traced: tuple[process.ReadingChild, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child, log = traced
    monkeypatch.setattr(process, "documents", child)
    for name, data in GOOD.items():
        assert document_text(data, file_name=name).text, name
    warm = len(log.read_text(encoding="utf-8").splitlines())
    found = {n: document_text(data, file_name=n) for n, data in hostile_documents().items()}

    after = log.read_text(encoding="utf-8").splitlines()[warm:]
    assert [line for line in after if CALLS.search(line) and SECRET in line] == []
    assert [line for line in after if CALLS.search(line)] == []
    assert all(each.text or each.problem for each in found.values())


def test_hostile_documents_of_an_archive_cost_nobody_else(reading_children: None) -> None:
    people = {f"Person {at:02}": name for at, name in enumerate(NAMES)}
    parts: dict[str, str | bytes] = {
        f"{person}_{at}_assignsubmission_file/{name}": hostile_documents()[name]
        for at, (person, name) in enumerate(people.items())
    }
    for at, (name, data) in enumerate(GOOD.items(), start=len(people)):
        parts[f"Good {at}_{at}_assignsubmission_file/{name}"] = data

    archive = read_submissions(zipped(parts), file_name="x.zip")

    found = {archive.people[each.person].identity.name: each for each in archive.submissions}
    assert len(found) == len(people) + len(GOOD)
    good = [each for name, each in found.items() if name.startswith("Good")]
    assert all("Good" in each.text for each in good)
    for person, name in people.items():
        [file] = found[person].files
        assert found[person].text or file.problem, name
