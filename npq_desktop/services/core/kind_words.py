"""The words of each kind of fact: what it is called, and what one of them records.

One record a kind, as in :mod:`npq_desktop.journal.kinds`; histories, disagreements, changes on
hold, the report on a person and previews of files take their words from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from npq_desktop.rows.register import Mark, MarkState
from npq_desktop.services.core.marks import REASON_WORDS, words_of
from npq_desktop.services.core.office_words import (
    ABOUT,
    assessment_words,
    evidence_about,
    window_words,
)
from npq_desktop.services.core.times import moment
from npq_desktop.services.core.words import clock_time, count, day_and_year

Content = Mapping[str, Any]

_EVENT_FIELDS: Mapping[str, str] = {
    "title": "title",
    "start": "start",
    "end": "end",
    "place": "place",
    "led_by": "led by",
    "series": "series",
    "state": "",
    "reason": "reason",
    "same_as": "same event as",
}
_FIELD_NAMES: Mapping[str, str] = {
    **_EVENT_FIELDS,
    "state": "whether it ran",
    "same_as": "who or what it is the same as",
    "trn": "TRN",
    "email": "email",
    "known_as": "known as",
    "last": "surname",
    "leads": "leads mathematics",
    "employer_support": "support of the employer",
    "employer_support_on": "when the employer confirmed the support",
    "eligible_for_funding": "eligible for funding",
    "funded_place": "funded place",
    "setting": "work setting",
    "support.asked": "asked for one-to-one support",
    "support.entitled": "entitled to one-to-one support",
    "support.basis": "basis of one-to-one support",
    "implementation.focus": "focus of the implementation",
    "implementation.level": "level of the implementation",
    "implementation.minutes": "minutes of the implementation",
    "implementation.support": "school supports the implementation",
    "implementation.support_by": "who supports the implementation",
    "implementation.support_on": "when the implementation was supported",
}
_STEP = "implementation."
_STATES = {
    "planned": "planned",
    "held": "took place",
    "did_not_run": "did not run",
    None: "planned again",
}
_CATCHUPS = {
    "agreed": "Catch-up agreed",
    "handed_in": "Catch-up handed in",
    "accepted": "Catch-up accepted",
    "returned": "Catch-up returned",
    None: "No catch-up",
}
_EXPECTS = {
    "apology": "Apologies sent beforehand",
    "visit": "Visit announced beforehand",
    None: "No apologies and no visit",
}
_ANOTHER = "A change of another kind"


def entry_words(kind: str, content: Content, zone: tzinfo) -> str:
    """For example "Late 12 min", "Register opened for 25 people", "Event: place Hall".

    Times are those of ``zone``.
    """
    words = WORDS.get(kind)
    return words.told(content, zone) if words and words.said else _ANOTHER


def title_of(kind: str, content: Content) -> str:
    """What an entry is called in a report; evidence goes by what it is about."""
    about = ABOUT.get(str(content.get("about") or "")) if kind == "evidence.add" else None
    words = WORDS.get(kind)
    return about[0] if about else (words.title if words else "")


def section_of(kind: str, content: Content) -> str:
    """Where a report on a person lists an entry; "" for no place of its own."""
    about = ABOUT.get(str(content.get("about") or "")) if kind == "evidence.add" else None
    words = WORDS.get(kind)
    return about[1] if about else (words.section if words else "")


def field_name(name: str) -> str:
    """What a detail of a person or event is called."""
    known = _FIELD_NAMES.get(name)
    if known is None and name.startswith(_STEP):
        number, _, what = name.removeprefix(_STEP).partition(".")
        return f"milestone {number}{f', {what}' if what else ''}"
    return known or name.removeprefix("id.").replace("_", " ")


def field_words(name: str, value: Any, zone: tzinfo) -> str:
    """A detail of a person or event in words, with times in ``zone``."""
    return _field(name, _on_clocks({name: value}, zone)[name])


def _mark(content: Content) -> str:
    if content.get("state") is None:
        return "Not marked"
    if content["state"] == "absent":
        return words_of(Mark(MarkState.ABSENT, reason=content.get("reason")))
    late, early = content.get("minutes_late") or 0, content.get("minutes_early") or 0
    state = MarkState.LATE if late else MarkState.LEFT_EARLY if early else MarkState.PRESENT
    return words_of(Mark(state, late, early))


def _opening(content: Content) -> str:
    people = count(len(content.get("roster") or ()), "person", "people")
    return f"Register opened for {people}"


def _signoff(content: Content) -> str:
    return f"Signed off. {content.get('words') or ''}".strip()


def _event(content: Content) -> str:
    said = [
        f"{words} {_field(name, content[name])}".strip()
        for name, words in _EVENT_FIELDS.items()
        if name in content
    ]
    return "Event: " + "; ".join(said)


def _field(name: str, value: Any) -> str:
    if name == "state":
        return _STATES.get(value, str(value))
    if isinstance(value, datetime):
        return f"{day_and_year(value.date())} {clock_time(value)}"
    return "nothing" if value is None else f"“{value}”"


def _on_clocks(content: Content, zone: tzinfo) -> Content:
    """The content with start and end as times in ``zone``, where they are times."""
    said = {name: str(content.get(name)) for name in ("start", "end")}
    times = {name: moment(text, zone) for name, text in said.items() if "T" in text}
    return {**content, **{name: time for name, time in times.items() if time is not None}}


def _expected(content: Content) -> str:
    words = _EXPECTS[content.get("expects")]
    reason = str(content.get("reason") or "")
    return f"{words}: {REASON_WORDS.get(reason, reason)}" if reason else words


def _catchup(content: Content) -> str:
    return _CATCHUPS[content.get("state")]


def _note(content: Content) -> str:
    text = content.get("text")
    return f"Note: {text}" if text else "Note taken away"


def _evidence(content: Content) -> str:
    if about := evidence_about(content):
        return about
    name, place = content.get("name"), content.get("text")
    said = f"Paper evidence “{name}”" if name else "Paper evidence"
    return f"{said}, kept: {place}" if place else said


def _review(content: Content) -> str:
    feedback = str(content.get("feedback") or "").strip()
    return f"{_capital(content['decision'])}{f': “{feedback}”' if feedback else ''}"


def _enrolment(content: Content) -> str:
    return _capital(content["status"])


def _capital(word: object) -> str:
    return str(word).capitalize() if word else "Taken back"


def _exemption(content: Content) -> str:
    if content["value"] != "credited":
        return _capital(content["value"])
    return "Credited {} of {}".format(*content.get("credit") or (1, 1))


def _programme(content: Content) -> str:
    definition = content["programme"]
    size = len(definition if isinstance(definition, str) else str(definition))
    return f"Rules of {size:,} letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one kind; an empty part is left out.

    ``title`` heads an entry in a person's report, in the ``section`` of that name. ``one`` and
    ``many`` count the entries of a file, ``about`` says what a cell is about, by the names of its
    key. ``said`` is what a content says, ``called`` what an entry is that cannot say more, and
    ``until`` what counts while colleagues disagree.
    """

    title: str = ""
    section: str = ""
    one: str = ""
    many: str = ""
    about: str = ""
    said: Callable[[Content], str] | None = None
    called: str = ""
    until: str = (
        "Until you choose, it is not known whether this counts, so percentages show a range."
    )

    def told(self, content: Content, zone: tzinfo) -> str:
        """An entry in words, with times in ``zone``, or the name of its kind."""
        said = self.said(_on_clocks(content, zone)) if self.said else self.called
        return said or _ANOTHER


_CLOSED = "Until a coordinator chooses, the assessment stays closed."

WORDS: Mapping[str, Words] = {
    "mark.set": Words(
        title="Mark",
        section="Attendance",
        one="mark",
        many="marks",
        about="{person}, {event}: mark",
        said=_mark,
    ),
    "review.set": Words(
        title="Decision",
        section="Work and decisions",
        one="review",
        many="reviews",
        about="{person}, {task}: decision",
        said=_review,
    ),
    "submission.add": Words(
        title="Work handed in",
        section="Work and decisions",
        one="piece of work",
        many="pieces of work",
        called="work handed in",
    ),
    "person.set": Words(
        title="Details",
        section="Who they are",
        one="change about people",
        many="changes about people",
        about="{person}: {field}",
        called="details of a person",
        until="Until you choose, the first one is shown. No percentage changes.",
    ),
    "catchup.set": Words(
        title="Catch-up",
        section="Attendance",
        one="catch-up",
        many="catch-ups",
        about="{person}, {event}: catch-up",
        said=_catchup,
    ),
    "register.open": Words(title="Register opened", said=_opening),
    "register.signoff": Words(
        title="Register signed off", one="sign-off", many="sign-offs", said=_signoff
    ),
    "event.set": Words(
        title="Details of an event",
        about="{event}: {field}",
        said=_event,
        until="Until you choose, the first one is shown.",
    ),
    "enrolment.set": Words(
        title="Training status",
        section="On the programme",
        about="{person}: on the programme from {since}",
        said=_enrolment,
        until="Until you choose, it is not known what counts, so percentages show a range.",
    ),
    "exemption.set": Words(
        title="Exemption",
        section="On the programme",
        about="{person}, {item}: exemption",
        said=_exemption,
    ),
    "expected.set": Words(title="Apologies or visit", section="Attendance", said=_expected),
    "claim.add": Words(
        title="Fact in a file",
        section="Read in files of platforms",
        called="a fact read in a file",
    ),
    "programme.set": Words(
        about="The programme's rules",
        said=_programme,
        called="the programme's rules",
        until="Until a coordinator chooses, the first one is used.",
    ),
    "window.set": Words(
        title="Window",
        section="Assessment",
        about="Assessment window {window}",
        said=window_words,
        until=_CLOSED,
    ),
    "assessment.set": Words(
        title="Assessment",
        section="Assessment",
        about="{person}, {window}: assessment",
        said=assessment_words,
        until=_CLOSED,
    ),
    "note.add": Words(title="Note", section="Notes and contacts", said=_note),
    "contact.add": Words(title="Contact", section="Notes and contacts", called="a contact"),
    "coaching.add": Words(
        title="One-to-one support", section="One-to-one support", called="one-to-one support"
    ),
    "post.add": Words(title="Post", section="Notes and contacts", called="a post"),
    "evidence.add": Words(title="Paper evidence", section="Notes and contacts", said=_evidence),
    "relay.set": Words(called="the hub of this group"),
    "relay.key": Words(called="keys for the hub"),
    "group.start": Words(),
    "invite": Words(called="an invitation"),
    "join": Words(called="joining by an invitation"),
    "revoke": Words(called="removing a laptop or an invitation"),
    "accept": Words(called="accepting changes on hold"),
    "erase": Words(called="erasing a person"),
    "erase.done": Words(called="a person's erasure, done"),
}
"""By kind; what a file brings is counted in this order."""
