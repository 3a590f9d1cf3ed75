"""Which column means what: titles in English, French and Welsh, in any order and spelling.

Of two columns for one field the cells decide. Columns about health, support needs, birth or private
contact are never read.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from npq_desktop.interchange.files.tables import TableRow, best_header

RosterSource = Literal["brightspace", "moodle", "canvas", "oneroster", "plain list"]


class RosterField(StrEnum):
    """What a roster can say about a person; the value is the name shown in the mapping dialog."""

    NAME = "name"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    KNOWN_AS = "known as"
    EMAIL = "e-mail"
    TRN = "TRN"
    URN = "school URN"
    UKPRN = "UKPRN"
    SCHOOL = "school"
    ROLE = "role"
    STATUS = "training status"
    PLACES = "places booked"
    GROUP = "group"
    BRIGHTSPACE_ID = "Brightspace OrgDefinedId"
    USERNAME = "user name"
    MOODLE_ID = "Moodle ID number"
    MOODLE_PARTICIPANT = "Moodle participant number"
    CANVAS_ID = "Canvas ID"
    SIS_ID = "SIS user ID"
    PARTICIPANT_ID = "participant id"
    LEADS = "leads mathematics"
    EMPLOYER_SUPPORT = "support of the employer"
    SUPPORT_ASKED = "asked for one-to-one support"
    ELIGIBLE = "eligible for funding"
    FUNDED = "funded place"
    SETTING = "work setting"


NAME_FIELDS = (RosterField.NAME, RosterField.FIRST_NAME, RosterField.LAST_NAME)

_TITLES: Mapping[RosterField, str] = {
    RosterField.NAME: "name fullname participant participantname participantfullname learner"
    " learnername student studentname delegate delegatename attendee attendeename candidate"
    " displayname teachername nomcomplet nometprenom prenometnom prenomnom nomprenom enw enwllawn"
    " firstnamelastname firstnamesurname lastnamefirstname surnamefirstname",
    RosterField.FIRST_NAME: "firstname forename forenames givenname givennames first prenom"
    " prenoms enwcyntaf legalfirstname",
    RosterField.LAST_NAME: "lastname surname familyname last nomdefamille cyfenw legallastname"
    " legalsurname",
    RosterField.KNOWN_AS: "preferredname knownas nickname preferredfirstname usualname"
    " preferredforename prenomusuel likestobecalled",
    RosterField.EMAIL: "email emailaddress mail workemail workemailaddress schoolemail"
    " schoolemailaddress contactemail useremail courriel adressedecourriel adressecourriel"
    " adresseemail adressemail adresseelectronique adressedemessagerie ebost cyfeiriadebost",
    RosterField.TRN: "trn trnnumber trnno teacherreferencenumber teacherreferenceno"
    " teacherreference teacherreferencenumbertrn participanttrn",
    RosterField.URN: "urn schoolurn schoolurnnumber urnnumber uniquereferencenumber settingurn"
    " establishmenturn",
    RosterField.UKPRN: "ukprn schoolukprn",
    RosterField.SCHOOL: "school schoolname nameofschool establishment establishmentname setting"
    " settingname schoolorsetting workplace employer organisation organization institution ecole"
    " etablissement ysgol",
    RosterField.ROLE: "role roles courserole rolename roleincourse rolesincourse classrole rol",
    RosterField.STATUS: "trainingstatus status participantstatus enrolmentstatus attendeestatus"
    " bookingstatus ticketstatus statut statws",
    RosterField.PLACES: "quantity numberofplaces places tickets numberoftickets",
    RosterField.GROUP: "group groups groupname seminargroup section sections groupmembership"
    " sectionmembership cohort cohortname programme programmename course coursename groupe groupes"
    " grwp grwpiau",
    RosterField.BRIGHTSPACE_ID: "orgdefinedid",
    RosterField.USERNAME: "username loginname login sisloginid nomdutilisateur enwdefnyddiwr",
    RosterField.MOODLE_ID: "idnumber numerodidentification ndidentification nodidentification"
    " rhifadnabod",
    RosterField.MOODLE_PARTICIPANT: "identifier identifiant dynodwr",
    RosterField.SIS_ID: "sisuserid",
    RosterField.PARTICIPANT_ID: "participantid dfeparticipantid ecfid",
    RosterField.LEADS: "leads leadsmathematics leadrole inroleoraspiring",
    RosterField.EMPLOYER_SUPPORT: "employersupport employersupports supportoftheemployer"
    " employersupportconfirmed headteachersupport",
    RosterField.SUPPORT_ASKED: "askedforonetoonesupport onetoonesupport onetoonesupportrequested"
    " supportasked",
    RosterField.ELIGIBLE: "eligibleforfunding fundingeligible eligiblefordfefunding",
    RosterField.FUNDED: "fundedplace dfefundedplace",
    RosterField.SETTING: "worksetting",
}
_FIELD_OF_TITLE = {title: name for name, text in _TITLES.items() for title in text.split()}

_SENSITIVE_TEXT = (
    "dob birth birthday naissance support access accessibility adjustment adjustments disability"
    " disabilities disabled send sen medical health illness dietary diet allergy allergies"
    " ethnicity ethnic religion religious gender sex sexual orientation nationality insurance nino"
    " marital phone telephone mobile postcode emergency kin pregnancy notes note comment comments"
    " remarks circumstances safeguarding needs bank salary"
)
_SENSITIVE_WORDS = frozenset(_SENSITIVE_TEXT.split())
_BY_CELLS = (*NAME_FIELDS, RosterField.KNOWN_AS, RosterField.EMAIL, RosterField.GROUP)
_NUMBERED = re.compile(
    r"(participant|attendee|user|guest|anonymous)s?"
    r" ?(no\.?|number)? ?[#:]? ?\d+",
    re.IGNORECASE,
)
_MOST_LOOKED_AT = 60
_PRIVATE_TITLES = frozenset({"homeaddress", "address", "dateofbirth", "birthdate", "personalemail"})


@dataclass(frozen=True, slots=True)
class IgnoredColumn:
    """A column that is not read: its index from 0, its title and why."""

    column: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column (index from 0) holds which field, on the titles of line ``header_line``.

    Rows after that line are people. Line 0 means a list without titles.
    """

    columns: Mapping[RosterField, int]
    titles: tuple[str, ...]
    header_line: int
    ignored: tuple[IgnoredColumn, ...] = ()

    @property
    def recognised(self) -> Mapping[RosterField, str]:
        """The title each field was found under."""
        return MappingProxyType({name: self.title_of(name) for name in self.columns})

    def title_of(self, name: RosterField) -> str:
        """The title of the column that holds the field, or the field's own name."""
        column = self.columns.get(name, -1)
        return self.titles[column] if 0 <= column < len(self.titles) else name.value

    def with_column(self, name: RosterField, column: int) -> "ColumnMapping":
        """The same mapping with one field read from a column the user chose, whatever its title."""
        kept = {other: at for other, at in self.columns.items() if at != column}
        ignored = tuple(entry for entry in self.ignored if entry.column != column)
        return replace(self, columns=MappingProxyType({**kept, name: column}), ignored=ignored)

    def without(self, name: RosterField) -> "ColumnMapping":
        """The same mapping with one field not read at all."""
        kept = {other: at for other, at in self.columns.items() if other != name}
        return replace(self, columns=MappingProxyType(kept))


def recognise(cells: Sequence[str], *, line: int, below: Sequence[TableRow] = ()) -> ColumnMapping:
    """The mapping that a row of titles suggests; ``below`` are the rows it is about.

    Of several columns for one field the first counts that holds what the field needs. A column of
    numbers or addresses is no column of names, whatever its title.
    """
    fields = [_field_of(title) for title in cells]
    _settle_french_nom(cells, fields)
    _settle_canvas_id(cells, fields)
    columns: dict[RosterField, int] = {}
    for name in dict.fromkeys(filter(None, fields)):
        places = [at for at, field in enumerate(fields) if field is name]
        fitting = [at for at in places if _holds(name, at, below)]
        if fitting or name not in NAME_FIELDS:
            columns[name] = (fitting or places)[0]
    if not set(columns) & set(NAME_FIELDS):  # better a poor column of names than none
        columns |= {name: fields.index(name) for name in NAME_FIELDS if name in fields}
    ignored = [
        IgnoredColumn(index, title, _reason_to_ignore(title, name, name in columns))
        for index, (title, name) in enumerate(zip(cells, fields, strict=True))
        if (title or name is not None)
        and (name is RosterField.UKPRN or index not in columns.values())
    ]
    return ColumnMapping(MappingProxyType(columns), tuple(cells), line, tuple(ignored))


def _holds(name: RosterField, column: int, below: Sequence[TableRow]) -> bool:
    """Whether most cells of a column can be what the field needs; an empty column holds nothing."""
    if not below or name not in _BY_CELLS:
        return True
    texts = [row.cells[column] for row in below[:_MOST_LOOKED_AT] if column < len(row.cells)]
    filled = [text for text in texts if text]
    if name is RosterField.GROUP:
        return len(set(filled)) > 1
    if name is RosterField.EMAIL:
        return not filled or any("@" in text for text in filled)
    return bool(filled) and sum(map(looks_like_name, filled)) * 2 >= len(filled)


def looks_like_name(text: str) -> bool:
    """Whether a text may be somebody's name: no address, number or ``Participant 51``."""
    letters = sum(character.isalpha() for character in text)
    digits = sum(character.isdigit() for character in text)
    return letters > digits and "@" not in text and not is_numbered(text)


def is_numbered(text: str) -> bool:
    """Whether a text only counts people: ``Participant 51``."""
    return _NUMBERED.fullmatch(text.strip()) is not None


def header_score(cells: Sequence[str]) -> int:
    """How many fields the cells name; 0 unless one of them is a name, for a roster needs names."""
    fields = {_field_of(title) for title in cells} - {None}
    return len(fields) if fields & set(NAME_FIELDS) else 0


def find_header(rows: Sequence[TableRow]) -> ColumnMapping | None:
    """The mapping of the best header among the first twenty rows, None when there is none."""
    index, _ = best_header(rows, header_score)
    if index < 0:
        return None
    return recognise(rows[index].cells, line=rows[index].line, below=rows[index + 1 :])


def source_of(mapping: ColumnMapping, file_name: str) -> RosterSource:
    """The platform that wrote the file, by its own titles first, then by its file name."""
    titles = {title_key(title) for title in mapping.titles}
    if titles & {"orgdefinedid", "endoflineindicator"}:
        return "brightspace"
    if RosterField.CANVAS_ID in mapping.columns:
        return "canvas"
    if RosterField.MOODLE_PARTICIPANT in mapping.columns:
        return "moodle"
    parts = (RosterField.FIRST_NAME, RosterField.LAST_NAME, RosterField.MOODLE_ID)
    if all(name in mapping.columns for name in parts):
        return "moodle"
    return "moodle" if re.search(r"courseid_\d+_participants", file_name) else "plain list"


def _field_of(title: str) -> RosterField | None:
    if "#" in title:
        return None  # a number: "Attendee #"
    bare = title_key(re.sub(r"\([^)]*\)|\[[^]]*\]|<[^>]*>", " ", title))
    asked = re.sub(r"^(whatis|(please)?(enter|give|type))?(your|the)", "", bare)
    found = next(filter(None, map(_FIELD_OF_TITLE.get, (title_key(title), bare, asked))), None)
    # French "Nom" is a last name beside "Prénom" and a whole name alone.
    return RosterField.NAME if found is None and bare == "nom" else found


def _settle_french_nom(cells: Sequence[str], fields: list[RosterField | None]) -> None:
    if RosterField.FIRST_NAME not in fields or RosterField.LAST_NAME in fields:
        return
    for index, title in enumerate(cells):
        if title_key(title) == "nom":
            fields[index] = RosterField.LAST_NAME


def _settle_canvas_id(cells: Sequence[str], fields: list[RosterField | None]) -> None:
    """Alone "ID" could be anything; beside Canvas's own columns it is the Canvas user."""
    keys = [title_key(title) for title in cells]
    if "id" in keys and {"sisuserid", "sisloginid"} & set(keys):
        fields[keys.index("id")] = RosterField.CANVAS_ID


def title_key(title: str) -> str:
    """Only letters and digits, no case, no accents: ``E-mail address *`` → ``emailaddress``."""
    decomposed = unicodedata.normalize("NFKD", title.replace("°", " ")).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def _reason_to_ignore(title: str, name: RosterField | None, read: bool) -> str:
    words = set(re.findall(r"[a-z]+", unicodedata.normalize("NFKD", title).casefold()))
    if words & _SENSITIVE_WORDS or title_key(title) in _PRIVATE_TITLES:
        return "sensitive: not imported"
    if name is RosterField.UKPRN:
        return "not kept, because the school's URN is"
    if name is not None:
        return f"a second column for {name.value}" if read else "holds no names"
    if title_key(title) == "endoflineindicator":
        return "end-of-line marker"
    if re.search(r"(Points|Text|Scheme|Symbol) ?Grade|Numerator|Denominator|Subtotal", title):
        return "marks, which are not part of a list of people"
    return "not needed for a list of people"
