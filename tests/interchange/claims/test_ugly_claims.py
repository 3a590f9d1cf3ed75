"""Registers and reports as people make them: other languages, orders, encodings and lengths."""

import pytest

from npq_desktop.interchange.claims.claims import read_claims
from npq_desktop.interchange.claims.rows import ClaimFile, ClaimState


def read(text: str, encoding: str = "utf-8", **more) -> ClaimFile:
    return read_claims(text.encode(encoding), file_name="x.csv", **more)


def said(file: ClaimFile) -> dict[str, list[str]]:
    return {
        person.identity.name: [claim.state.value for claim in file.claims_of(place)]
        for place, person in enumerate(file.people)
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_register_is_read_in_any_encoding_and_separator(encoding, separator):
    lines = ["Group 07", "", "Prénom,Séance 1 - 6 Oct 2026,Nom", "Zoë,P,Ådén", "Siân,A,Li"]

    file = read("\r\n".join(lines).replace(",", separator), encoding)

    assert said(file) == {"Zoë Ådén": ["present"], "Siân Li": ["absent"]}


def test_declared_separator_is_believed():
    assert said(read("sep=|\nName|Seminar 1\nAnn Abbott|L\n")) == {"Ann Abbott": ["late"]}


def test_register_of_1200_people_is_read_whole():
    rows = "\n".join(f"Person {'x' * (n % 7)}{n},p{n}@x.org,{'PAL'[n % 3]}" for n in range(1200))

    file = read(f"Name,Email,Seminar 1\n{rows}\n")

    assert len(file.people) == len(file.claims) == 1200


def test_two_people_of_one_name_stay_two():
    file = read("Name,Seminar 1\nMohammed Khan,P\nMohammed Khan,A\n")

    assert [person.identity.name for person in file.people] == ["Mohammed Khan"] * 2
    assert [claim.person for claim in file.claims] == [0, 1]


def test_unknown_code_is_asked_about_and_read_once_explained():
    text = "Name,Seminar 1\nAnn Abbott,P\nWei Li,O\n"

    assert "“O” appears in 1 cell." in read(text).problems[0].message
    explained = read(text, codes={"O": ClaimState.EXCUSED})
    assert said(explained) == {"Ann Abbott": ["present"], "Wei Li": ["excused"]}


def test_empty_and_dash_claim_nothing():
    file = read("Name,Seminar 1\nAnn Abbott,P\nWei Li,-\nJo Ng,\n")

    assert len(file.claims) == 1
    assert file.unrecorded == 2


def test_damaged_line_is_named_and_costs_no_other():
    file = read("Name,Seminar 1,Seminar 2\nAnn Abbott,P\nWei Li,P,P\n")

    assert said(file) == {"Wei Li": ["present", "present"]}
    assert [(problem.line, problem.severity) for problem in file.problems] == [(2, "row")]


def test_progress_report_for_excel_in_utf_16_is_read():
    text = '"""\tEmail address\tM1 Diagnostic\t\nAnn Abbott\ta@x.org\tTerminé\t\n'.replace(
        '"""', ""
    )

    assert said(read(text, "utf-16")) == {"Ann Abbott": ["done"]}
