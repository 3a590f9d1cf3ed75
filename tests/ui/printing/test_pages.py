"""What stands on the register's papers, and how it is broken into pages."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter
from pytestqt.qtbot import QtBot

from npq_desktop.errors import ServiceError
from npq_desktop.rows.paper import RegisterReport, ReportRow, ReportSide
from npq_desktop.services.application import Application
from npq_desktop.ui.printing.pages import Paper, paint, pdf_of, set_up_page
from npq_desktop.ui.register.paper.papers import register_paper, sign_in_sheet

pytestmark = pytest.mark.slow

BLANK = ("", "", "", "")


@pytest.fixture
def report(application: Application, example: str) -> RegisterReport:
    register = application.register
    return application.paper.report(example, register.opening_event(example) or "")


def paper(*rows: tuple[str, ...], **more: object) -> Paper:
    plain = Paper(
        heading="Module 4 seminar",
        lines=("Group 07",),
        foot="Sign-in sheet",
        columns=("No.", "Name"),
        shares=(1, 6),
        rows=rows,
    )
    return replace(plain, **more)


def people(number: int, name: str = "Aoife O'Donoghue") -> tuple[tuple[str, str], ...]:
    return tuple((str(each), name) for each in range(1, number + 1))


def pages(made: Paper) -> int:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    set_up_page(writer, made)
    return paint(made, writer)


def test_the_sign_in_sheet_has_the_numbers_of_the_screen_and_three_blank_rows(
    application: Application, example: str, report: RegisterReport
) -> None:
    event = application.register.opening_event(example) or ""
    rows = application.register.view(example, event).rows

    made = sign_in_sheet(report)

    expected = [row for row in rows if row.expected]
    assert len(expected) < len(rows)  # whoever is not expected keeps a number that is not printed
    printed = made.rows[: len(expected)]
    assert [(n, school, to_sign) for n, _, school, to_sign in printed] == [
        (str(row.number), row.school, "") for row in expected
    ]
    # On paper the school beside it parts two of one name; on the screen it stands in the name.
    assert all(row.name.startswith(line[1]) for row, line in zip(expected, printed, strict=True))
    assert list(made.rows[len(expected) :]) == [BLANK, BLANK, BLANK]
    assert made.columns[-1] == "Signature"
    assert made.heading == report.event
    assert made.lines == (report.group, f"{report.day} · {report.place}".removesuffix(" · "))
    assert made.foot.endswith(f"list {report.sheet}")


def test_no_mark_stands_on_the_sheet_that_everybody_reads(report: RegisterReport) -> None:
    marked = replace(report, rows=tuple(replace(r, mark="Absent (travel)") for r in report.rows))

    assert not any("Absent" in text for row in sign_in_sheet(marked).rows for text in row)


def first(report: RegisterReport, **more: object) -> tuple[str, ...]:
    row: ReportRow = replace(report.rows[0], **more)
    made = register_paper(replace(report, rows=(row,)))
    return dict(zip(made.columns, made.rows[0], strict=True))


def test_the_register_on_paper_says_what_was_before_and_why_it_changed(
    report: RegisterReport,
) -> None:
    before = (ReportSide("Late 5 min", "Sam", "Sam's laptop", "13:25"),)

    said = first(report, mark="Absent", amendment="left at once", earlier=before)["Mark"]

    assert said == (
        "Absent\nchanged after sign-off: left at once\n"
        "earlier: Late 5 min by Sam on Sam's laptop, 13:25"
    )


def test_the_register_on_paper_shows_both_sides_of_a_disagreement(report: RegisterReport) -> None:
    sides = (ReportSide("Present", "Alex", "A", "13:20"), ReportSide("Absent", "Sam", "S", "13:25"))

    said = first(report, mark="Two different marks", sides=sides)["Mark"]

    assert said.splitlines() == [
        *("Two different marks:", "Present by Alex on A, 13:20", "Absent by Sam on S, 13:25"),
    ]


@pytest.mark.parametrize("wanted", [True, False])
def test_the_register_on_paper_has_notes_only_where_the_report_has(
    report: RegisterReport, wanted: bool
) -> None:
    said = first(replace(report, with_notes=wanted), note="hat lost")

    assert said.get("Note") == ("hat lost" if wanted else None)


def test_three_hundred_people_go_over_pages(qtbot: QtBot) -> None:
    assert pages(paper(*people(20))) == 1
    assert 11 <= pages(paper(*people(300), row_mm=9.0)) <= 14


def test_a_long_name_makes_its_row_higher_and_is_not_cut(qtbot: QtBot) -> None:
    assert pages(paper(*people(20, "Aoife " * 100))) > pages(paper(*people(20)))


def test_a_text_longer_than_a_page_goes_on_over_pages(qtbot: QtBot) -> None:
    assert pages(paper(("1", "word " * 5000))) > 3
    assert pages(paper(*people(1), closing=("word " * 20000,))) > 3


def test_an_empty_register_is_one_page(qtbot: QtBot) -> None:
    assert pages(paper()) == 1


def test_the_document_is_a4_with_every_page(qtbot: QtBot) -> None:
    whole = paper(*people(300), row_mm=9.0)

    made = pdf_of(whole)

    assert made.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", made)) == pages(whole)
    assert re.search(rb"/MediaBox \[0 0 595\.\d+ 842\.\d+\]|/MediaBox \[0 0 595 842\]", made)


@pytest.mark.qt_log_ignore("QPdf", "QPainter", "QFile")
def test_a_printer_that_takes_nothing_is_said_so(qtbot: QtBot) -> None:
    with pytest.raises(ServiceError, match="did not take the pages"):
        paint(paper(*people(2)), QPdfWriter("/nowhere/at/all.pdf"))
