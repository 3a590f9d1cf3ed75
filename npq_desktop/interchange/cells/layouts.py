"""What tells the files of platforms apart: their titles, whatever their order and file name.

A layout scores a row of titles and says what such a file is called; readers are elsewhere.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from npq_desktop.errors import InterchangeError
from npq_desktop.interchange.cells.headers import header_score, title_key
from npq_desktop.interchange.files.tables import TableRow, best_header

_GRADE = re.compile(r" (Points|Text|Scheme|Pass/Fail) (Grade|Symbol)|Grade Symbol")
_CANVAS_ITEM = re.compile(r".+ \(\d+\)$")
_MOODLE_GRADE = re.compile(r"(Grade|Note|Gradd|Q\. ?\d+) ?/ ?[\d.,]+", re.IGNORECASE)
_SURE = 100
"""More than any roster's titles score, so that a layout wins over a plain list."""


def _anything(_titles: Sequence[str]) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Layout:
    """What a header must hold: of each group of title keys at least one; more say more.

    ``what`` is what a person calls such a file.
    """

    what: str
    groups: tuple[str, ...]
    also: Callable[[Sequence[str]], bool] = _anything

    def score(self, titles: Sequence[str]) -> int:
        """0 when these are other titles, else how many were recognised, above any roster."""
        keys = {title_key(title) for title in titles}
        known = [keys & set(group.split()) for group in self.groups]
        if not all(known) or not self.also(titles):
            return 0
        return _SURE + sum(map(len, known)) + header_score(titles)


QUIZ_ATTEMPTS = Layout(
    "a Brightspace quiz report", ("attempt", "attemptstart attemptend", "q", "score", "outof")
)
BRIGHTSPACE_GRADES = Layout(
    "a Brightspace grades export",
    ("orgdefinedid username",),
    lambda titles: any(_GRADE.search(title) for title in titles),
)
WORKSHEET = Layout(
    "a Moodle grading worksheet",
    (
        "identifier identifiant dynodwr",
        "status statut statws grade note gradd",
        "maximumgrade gradecanbechanged lastmodifiedsubmission onlinetext feedbackcomments scale",
    ),
)
GRADEBOOK = Layout(
    "a Canvas gradebook",
    ("student lastnamefirstname lastname", "id", "section"),
    lambda titles: any(_CANVAS_ITEM.match(title) for title in titles),
)
TEAMS = Layout(
    "a Microsoft Teams attendance report",
    (
        "name nom enw fullname",
        "firstjoin jointime firstjointime premiereparticipation heuredarrivee",
        "lastleave leavetime lastleavetime dernierdepart heurededepart",
        "inmeetingduration duration dureedelareunion dureeenreunion duree",
        "email participantidupn emailaddress adressedecourrier role participantid",
    ),
    lambda titles: not any("guest" in title.casefold() for title in titles),
)
TEAMS_ACTIONS = Layout(
    "a Microsoft Teams attendance list", ("fullname name", "useraction", "timestamp")
)
ZOOM = Layout(
    "a Zoom participants report",
    (
        "nameoriginalname name nomnomdorigine",
        "jointime durationminutes totaldurationminutes dureeminutes",
        "guest recordingconsent recordingdisclaimerresponse intheroom invite",
    ),
)
MEET = Layout(
    "a Google Meet attendance report",
    (
        "firstname name fullname participantname",
        "duration",
        "timejoined jointime",
        "timeexited timeleft exittime",
    ),
)
MOODLE_QUIZ = Layout(
    "a Moodle quiz report",
    (
        "firstname lastname surname fullname emailaddress prenom nomdefamille",
        "state status etat statut startedon",
        "startedon started commencele",
        "completed finished termine timetaken duration tempsutilise",
    ),
    lambda titles: any(_MOODLE_GRADE.match(title) for title in titles),
)
MOODLE_REGISTER = Layout("a Moodle attendance register", ("takensessions", "percentage points"))
BRIGHTSPACE_REGISTER = Layout(
    "a Brightspace attendance register", ("attendance",), lambda titles: "% Attendance" in titles
)
FORM = Layout(
    "answers to a Microsoft form",
    (
        "id",
        "starttime heurededebut amserdechrau",
        "completiontime heuredefin amsercwblhau",
        "email adressedemessagerie ebost",
    ),
)
CATCH_UPS = Layout(
    "a log of catch-ups",
    (
        "surname lastname name fullname participant forename firstname nom",
        "caughtupon caughtup catchupdate dateofcatchup caughtupdate",
    ),
)
BOOKINGS = Layout(
    "a list of bookings",
    (
        "order orderid ordernumber orderdate bookingid bookingreference bookingdate",
        "attendee attendeenumber attendeestatus tickettype quantity bookingstatus",
    ),
)
"""A list of people, as Eventbrite writes it; some of them have cancelled."""


def progress_score(titles: Sequence[str]) -> int:
    """A completion report's first cell is empty, and every second title a date or empty.

    It is weaker than any other layout, for an empty corner is common.
    """
    if len(titles) < 3 or titles[0] or not any(titles):
        return 0
    pairs = [
        at for at in range(1, len(titles) - 1) if titles[at] and is_expected_date(titles[at + 1])
    ]
    return 1 + len(pairs) if pairs else 0


def is_expected_date(title: str) -> bool:
    """Whether the title beside an activity is its expected day, or empty for none."""
    return not title or re.fullmatch(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?", title) is not None


LAYOUTS = (
    QUIZ_ATTEMPTS, BRIGHTSPACE_GRADES, WORKSHEET, GRADEBOOK, TEAMS, TEAMS_ACTIONS, ZOOM, MEET,
    MOODLE_QUIZ, MOODLE_REGISTER, BRIGHTSPACE_REGISTER, FORM, CATCH_UPS,
)  # fmt: skip
_LABELS = frozenset({"date", "duedate", "points", "pointspossible", "outof", "maxpoints"})
_NAMING = frozenset({"emailaddress", "email", "adressedecourriel", "ebost", "idnumber", "username"})
_SIGN_UP = frozenset({"trn", "teacherreferencenumber", "urn", "school", "schoolname", "workplace"})


def any_score(titles: Sequence[str]) -> int:
    """The best score of every layout and of a roster: tells the header and the separator."""
    layouts = max(layout.score(titles) for layout in (*LAYOUTS, BOOKINGS))
    return max(layouts, header_score(titles), progress_score(titles))


def other_than_people(rows: Sequence[TableRow]) -> str:
    """What a table is when it is clearly no list of people: "a Zoom participants report", else "".

    A form that asks for school or TRN may be how people signed up, so it is a list of people.
    """
    index, _ = best_header(rows, any_score)
    if index < 0:
        return ""
    titles = rows[index].cells
    best = max(LAYOUTS, key=lambda layout: layout.score(titles))
    if best.score(titles):
        keys = {title_key(title) for title in titles}
        return "" if best is FORM and keys & _SIGN_UP else best.what
    if is_classroom(rows[index + 1 :]):
        return "a Google Classroom grades export"
    return "a Moodle completion report" if not header_score(titles) else ""


def check_not_anonymous(titles: Sequence[str], rows: int, file_name: str) -> None:
    """Refuse a grading worksheet that names nobody, as Moodle writes it for anonymous marking.

    Raises: InterchangeError with the number of its rows.
    """
    named = any(title_key(title) in _NAMING for title in titles) or header_score(titles)
    if named or not WORKSHEET.score(titles):
        return
    people = "1 row" if rows == 1 else f"{rows} rows"
    raise InterchangeError(
        f"“{file_name}” is an anonymous Moodle grading worksheet with {people}. Nobody in it "
        "can be identified. Ask for the worksheet again once the names are shown."
    )


def is_classroom(below: Sequence[TableRow]) -> bool:
    """Whether the rows below the titles label their columns: ``Date``, ``Points``."""
    labels = {title_key(row.cells[0]) for row in below[:3] if row.cells}
    return len(labels & _LABELS) > 1
