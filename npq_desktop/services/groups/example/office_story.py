"""What the programme office did in the example group: an early round, money, support, contact.

The early round is over and its results are out, so that somebody is at each step of an assessment
at once; the main round is announced.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.recorder import NewEntry
from npq_desktop.services.core.sealed import SealedTexts
from npq_desktop.services.core.times import local_time
from npq_desktop.services.groups.example.script import stable_id
from npq_desktop.services.office.assessment.judging import AssessmentAt
from npq_desktop.services.office.rules.sample import seed_digest
from npq_desktop.services.office.rules.window_times import last_day

_EARLY, _MAIN, _SPRING = "early", "r1", "spring"
_WEEKS_TO_MAIN = 31
_SEED = "00112233445566778899aabbccddeeff"
_OVERRIDE = {
    "eligible": "override",
    "approved_by": "Dana Reed",
    "reason": "Finished with another group last year",
}


class OfficeStory:
    """Drafts for a group that exists; ``people`` are ids by first name."""

    def __init__(
        self, facts: GroupFacts, sealed: SealedTexts, people: Mapping[str, str], now: datetime
    ) -> None:
        self._facts = facts
        self._sealed = sealed
        self._people = people
        self._now = now
        self._today = now.date()
        self._days = facts.programme.assessment.window_days
        self._start = self._today - timedelta(weeks=3)

    def drafts(self, member: str) -> Iterator[NewEntry]:
        """Everything that a coordinator recorded, in order; ``member`` writes the posts."""
        yield from self._rounds()
        yield from self._decisions()
        yield from self._responses()
        yield from self._outcomes()
        yield from self._people_of_the_office()
        yield from self._contact(member)

    # ---- assessment ----------------------------------------------------------------------------

    def _rounds(self) -> Iterator[NewEntry]:
        main = self._today + timedelta(weeks=_WEEKS_TO_MAIN)
        for key, title, start in (
            (_EARLY, "Early round", self._start),
            (_MAIN, "Main round", main),
        ):
            announced = self._round(key, title, start)
            out = {"results": (self._today - timedelta(days=2)).isoformat()}
            more = out if key == _EARLY else {}
            yield NewEntry("window.set", {**announced.content, **more})
        called_off = self._round(_SPRING, "Spring round", main)
        yield NewEntry("window.set", {**called_off.content, "start": None, "end": None})
        own = {
            "window": f"{_EARLY}/{self._people['Lakshmi']}",
            "person": self._people["Lakshmi"],
            "of": _EARLY,
            "start": self._start.isoformat(),
            "end": (self._today + timedelta(days=4)).isoformat(),
            "sealed": self._seal({"why": "illness", "text": ""}),
        }
        yield NewEntry("window.set", own)

    def _round(self, key: str, title: str, start: date) -> NewEntry:
        seed = seed_digest(f"{_SEED} {key}")[:32]
        content = {
            "window": key,
            "title": title,
            "start": start.isoformat(),
            "end": last_day(start, self._days).isoformat(),
            "announced": (self._today - timedelta(weeks=20)).isoformat(),
            "seed_digest": seed_digest(seed),
            "sealed": self._seal({"seed": seed}),
        }
        return NewEntry("window.set", content)

    def _decisions(self) -> Iterator[NewEntry]:
        yield self._decision("Éloïse", _EARLY, self._frozen(self._people["Éloïse"]))
        for first in ("Adaeze", "Bethan", "Farid", "Mei", "Lakshmi"):
            yield self._decision(first, _EARLY, _OVERRIDE)
        no = {"eligible": "no", "reason": "Joined too late to sit this round"}
        yield self._decision("Dafydd", _EARLY, no)
        later = {"eligible": "deferred", "to": _MAIN}
        private = {"sealed": self._seal({"deferred": "Asked to sit with the group"})}
        yield self._decision("Oluwadamilola", _EARLY, {**later, **private})
        yield self._decision("Oluwadamilola", _MAIN, _OVERRIDE)

    def _decision(self, first: str, key: str, said: Mapping[str, object]) -> NewEntry:
        who = {"person": self._people[first], "window": key}
        return NewEntry("assessment.set", {**who, **said})

    def _frozen(self, person: str) -> Mapping[str, object]:
        """A yes with the question that shows that the percentage was reached."""
        judged = AssessmentAt(self._facts, self._sealed, self._now)
        result = judged.figures.answer(person, [i for i, _ in judged.figures.items(person)])
        figures = {"secured": result.secured, "possible": result.possible}
        return {
            "eligible": "yes",
            "standing": result.standing.value,
            "threshold": judged.figures.rule.threshold,
            "as_of": judged.today.isoformat(),
            "question": judged.question_text(person),
            **{name: str(each.fraction) for name, each in figures.items() if each},
        }

    def _responses(self) -> Iterator[NewEntry]:
        said = (("Éloïse", 1_462), ("Adaeze", 1_498), ("Bethan", 1_540), ("Farid", 1_377))
        for number, (first, words) in enumerate(said):
            day = self._start + timedelta(days=3 + number)
            at = local_time(day, self._now.time().replace(microsecond=0), self._facts.zone)
            content = {
                "id": stable_id(f"response {first}"),
                "about": "response",
                "person": self._people[first],
                "window": _EARLY,
                "content": stable_id(f"content {first}") * 2,
                "name": f"{first} case study.docx",
                "size": 48_000 + words,
                "words": words,
                "words_all": words + 120,
                "rule": 1,
                "from": "docx",
                "handed_in": at.isoformat(),
                "own_work": "confirmed",
            }
            yield NewEntry("evidence.add", content)

    def _outcomes(self) -> Iterator[NewEntry]:
        marked = (("Éloïse", "passed"), ("Adaeze", "failed"), ("Bethan", "passed"))
        people = [self._people[first] for first, _ in marked]
        drawn = {
            "seed": seed_digest(f"{_SEED} {_EARLY}")[:32],
            "drawn": sorted(people),
            "of": len(people),
            "on": (self._today - timedelta(days=3)).isoformat(),
        }
        draw = {"id": f"draw.{_EARLY}", "about": "draw", "sealed": self._seal(drawn)}
        yield NewEntry("evidence.add", draw)
        for first, outcome in marked:
            final = outcome if first != "Bethan" else None
            private = {
                "marker": "Dee Dunn",
                "marker_outcome": outcome,
                "moderator": "Eli East" if final else None,
                "moderator_outcome": final,
                "outcome": final,
                "on": (self._today - timedelta(days=3)).isoformat() if final else None,
                "hold": None if final else "Reads like another response",
            }
            content = {
                "person": self._people[first],
                "window": f"{_EARLY}/outcome",
                "eligible": None,
                "outcome": "recorded" if final else "marked",
                "sealed": self._seal(private),
            }
            yield NewEntry("assessment.set", content)

    # ---- people --------------------------------------------------------------------------------

    def _people_of_the_office(self) -> Iterator[NewEntry]:
        funded = {"place": "funded", "reason": "A publicly funded school", "urn": "190021"}
        paying = {"place": "paid", "by": "school", "pence": 89_900, "reason": "Not on a list"}
        for first, said in (("Adaeze", funded), ("Marcus", paying)):
            who = self._people[first]
            statement = {"id": f"funding.{who}", "about": "funding", "person": who}
            yield NewEntry("evidence.add", {**statement, "sealed": self._seal(said)})
        grace = self._people["Grace"]
        asked = (self._today - timedelta(weeks=24)).isoformat()
        entitled = {"support.asked": asked, "support.entitled": "yes"}
        basis = {"support.basis": "PP50, September 2025, URN 190026, on the list"}
        yield NewEntry("person.set", {"person": grace, **entitled, **basis})
        accepted = {"what": "accepted", "on": (self._today - timedelta(days=20)).isoformat()}
        standing = {"id": f"support.{grace}", "person": grace, "sealed": self._seal(accepted)}
        yield NewEntry("coaching.add", standing)
        plan = {
            "implementation.focus": "Bar models in Year 3, drawn before the answer is known",
            "implementation.level": "in role",
            "implementation.minutes": "270",
            "implementation.1": "Agree it with the Year 3 team",
            "implementation.1.done": (self._today - timedelta(weeks=2)).isoformat(),
            "implementation.2": "Look at books together",
        }
        yield NewEntry("person.set", {"person": self._people["Bethan"], **plan})

    def _contact(self, member: str) -> Iterator[NewEntry]:
        said = (
            "Who can bring the Cuisenaire rods to the next seminar?",
            "The hall is booked until 17:00, so we have to be quick at the end.",
        )
        for number, text in enumerate(said):
            post = {"id": f"{member}.{stable_id(f'post {number}')}", "text": text}
            yield NewEntry("post.add", post)
        ikram = self._people["Ikram"]
        contact = {
            "id": stable_id("contact Ikram"),
            "person": ikram,
            "on": (self._today - timedelta(days=9)).isoformat(),
            "how": "phone",
            "due": (self._today - timedelta(days=2)).isoformat(),
            "sealed": self._seal({"text": "Two reflections are late, will hand them in by Friday"}),
        }
        yield NewEntry("contact.add", contact)

    def _seal(self, said: Mapping[str, object]) -> Mapping[str, object]:
        return self._sealed.seal(self._facts, said)
