"""Owns telling the files of platforms apart by their titles, whatever their order and file name.

It scores a row of titles; who reads the rest is the reader's matter.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from npq_desktop.interchange.headers import header_score, title_key
from npq_desktop.interchange.tables import TableRow

_GRADE = re.compile(r" (Points|Text|Scheme|Pass/Fail) (Grade|Symbol)|Grade Symbol")
_CANVAS_ITEM = re.compile(r".+ \(\d+\)$")
_MOODLE_GRADE = re.compile(r"(Grade|Note|Gradd|Q\. ?\d+) ?/ ?[\d.,]+", re.IGNORECASE)
_SURE = 100
"""More than any roster's titles score, so that a layout wins over a plain list."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a header must hold: of each group of title keys at least one; more say more."""

    groups: tuple[str, ...]
    also: Callable[[Sequence[str]], bool] = lambda _titles: True

    def score(self, titles: Sequence[str]) -> int:
        """0 when these are other titles, else how many were recognised, above any roster."""
        keys = {title_key(title) for title in titles}
        known = [keys & set(group.split()) for group in self.groups]
        if not all(known) or not self.also(titles):
            return 0
        return _SURE + sum(map(len, known)) + header_score(titles)


QUIZ_ATTEMPTS = Layout(("attempt", "attemptstart attemptend", "q", "score", "outof"))
BRIGHTSPACE_GRADES = Layout(
    ("orgdefinedid username",), lambda titles: any(_GRADE.search(title) for title in titles)
)
WORKSHEET = Layout(
    (
        "identifier identifiant dynodwr",
        "status statut statws grade note gradd",
        "maximumgrade gradecanbechanged lastmodifiedsubmission onlinetext feedbackcomments scale",
    )
)
GRADEBOOK = Layout(
    ("student lastnamefirstname lastname", "id", "section"),
    lambda titles: any(_CANVAS_ITEM.match(title) for title in titles),
)
TEAMS = Layout(
    (
        "name nom enw fullname",
        "firstjoin jointime firstjointime premiereparticipation heuredarrivee",
        "lastleave leavetime lastleavetime dernierdepart heurededepart",
        "inmeetingduration duration dureedelareunion dureeenreunion duree",
        "email participantidupn emailaddress adressedecourrier role participantid",
    ),
    lambda titles: not any("guest" in title.casefold() for title in titles),
)
ZOOM = Layout(
    (
        "nameoriginalname name nomnomdorigine",
        "jointime durationminutes totaldurationminutes dureeminutes",
        "guest recordingconsent recordingdisclaimerresponse intheroom invite",
    )
)
TEAMS_ACTIONS = Layout(("fullname name", "useraction", "timestamp"))
MEET = Layout(
    (
        "firstname name fullname participantname",
        "duration",
        "timejoined jointime",
        "timeexited timeleft exittime",
    )
)
MOODLE_QUIZ = Layout(
    (
        "firstname lastname surname fullname emailaddress prenom nomdefamille",
        "state status etat statut startedon",
        "startedon started commencele",
        "completed finished termine timetaken duration tempsutilise",
    ),
    lambda titles: any(_MOODLE_GRADE.match(title) for title in titles),
)
FORM = Layout(
    (
        "id",
        "starttime heurededebut amserdechrau",
        "completiontime heuredefin amsercwblhau",
        "email adressedemessagerie ebost",
    )
)
CATCH_UPS = Layout(
    (
        "surname lastname name fullname participant forename firstname nom",
        "caughtupon caughtup catchupdate dateofcatchup dateofcatchup caughtupdate",
    )
)


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
    MOODLE_QUIZ, FORM, CATCH_UPS,
)  # fmt: skip
_LABELS = frozenset({"date", "duedate", "points", "pointspossible", "outof", "maxpoints"})


def any_score(titles: Sequence[str]) -> int:
    """The best score of every layout and of a roster: tells the header and the separator."""
    layouts = max(layout.score(titles) for layout in LAYOUTS)
    return max(layouts, header_score(titles), progress_score(titles))


def is_classroom(below: Sequence[TableRow]) -> bool:
    """Whether the rows below the titles label their columns: ``Date``, ``Points``."""
    labels = {title_key(row.cells[0]) for row in below[:3] if row.cells}
    return len(labels & _LABELS) > 1
