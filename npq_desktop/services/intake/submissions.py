"""Brings in work that was handed in: an archive, its companion, single files, or a piece of text.

Looking stores nothing. Recording is one step to undo, and keeps the files where that is wanted.
Source: interchange/LAYOUTS.md, "Archives of submissions"; ui/SCREENS.md, "Task review".
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from npq_desktop.errors import NothingNewError, ServiceError
from npq_desktop.interchange.back.moodle_worksheet import is_worksheet
from npq_desktop.interchange.claims.rows import ClaimState
from npq_desktop.interchange.people.matching import with_links
from npq_desktop.rows.bring_in import TICKABLE, BringPart, BringPreview, BringRow, BroughtIn
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.intake import ClaimOutcome, ClaimPreview, ClaimRow
from npq_desktop.rows.review import ReviewState
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.facts import GroupFacts
from npq_desktop.services.core.laptop.worksheets import KeptWorksheet, keep_worksheet
from npq_desktop.services.core.worth.items import state_of_task
from npq_desktop.services.intake import words
from npq_desktop.services.intake.claims.claim_reading import ReadClaims
from npq_desktop.services.intake.claims.claims import ClaimsService
from npq_desktop.services.intake.claims.people import find_people, identities_of
from npq_desktop.services.intake.remembered import RememberedNames
from npq_desktop.services.review.files import WorkFiles

_PARTS = tuple(BringPart)


class SubmissionsService:
    """Work for every group on this laptop."""

    def __init__(self, core: Core, *, claims: ClaimsService, files: WorkFiles) -> None:
        self._core, self._claims, self._files = core, claims, files
        self.remembered = RememberedNames(core)

    def compare(
        self,
        read: ReadClaims,
        group: str,
        *,
        companion: ReadClaims | None = None,
        task: str = "",
        people: Mapping[int, str] | None = None,
    ) -> BringPreview:
        """What becomes of each thing in a file of work.

        ``companion`` is the platform's own worksheet or gradebook: it settles who bears a name that
        two have, and what is only a draft. ``task`` and ``people`` are what the user chose.
        """
        facts = self._core.facts.of(group)
        known = _joined(read, companion, facts) if companion is not None else read
        preview = self._claims.compare(known, group, items={0: task} if task else {}, people=people)
        drafts = self._drafts(companion, group) if companion is not None else frozenset()
        tasks = tuple((i.key, i.title) for i in facts.programme.items if not i.is_event)
        chosen = task or next((i.item for i in preview.items if i.item in dict(tasks)), "")
        names = dict(preview.people)
        rows = [
            _row(facts, row, line, chosen, names, drafts)
            for line, row in enumerate(sorted(preview.rows, key=lambda row: row.line))
        ]
        rows.sort(key=lambda row: _PARTS.index(row.part))
        strangers = self._strangers(group, read.statements.system, rows)
        not_ours = ((each.name, words.NOT_OURS) for each in strangers)
        return BringPreview(
            path=read.path,
            words=_words(read, dict(tasks).get(chosen, "")),
            task=chosen,
            tasks=tasks,
            question="" if chosen else words.choose_task(read.path.name),
            rows=tuple(row for row in rows if row not in strangers),
            left_out=(*not_ours, *read.statements.left_out),
            people=preview.people,
            links=preview.links,
        )

    def record(
        self,
        group: str,
        read: ReadClaims,
        preview: BringPreview,
        ticked: Set[int],
        *,
        keep: bool,
        companion: ReadClaims | None = None,
    ) -> tuple[Changes, BroughtIn]:
        """Bring in the ticked lines, and keep the files that a change names.

        ``companion`` is kept too where it is a worksheet into which decisions can go back.

        Raises:
            ServiceError: the task has to be chosen first, or there is nothing to bring in.
        """
        if not preview.task:
            raise ServiceError("Choose the task first.")
        wanted = [row for row in preview.rows if row.line in ticked and row.part in TICKABLE]
        changes = Changes(group, frozenset(), frozenset())
        with self._core.together():
            if wanted:
                changes = self._claims.record(group, _as_claims(preview, wanted))
            if keep and companion is not None:
                self._keep_worksheet(group, preview.task, companion)
            kept, not_kept = 0, 0
            if keep and read.files:
                not_kept = self._files.keep(group, read.files)
                kept = len(read.files) - not_kept
            elif keep and read.opened.data:
                data, name = read.opened.data, read.path.name
                kept, not_kept = self._files.keep_from_archive(group, data, name)
        if not wanted and not kept:
            raise _nothing_to_bring(preview)
        is_open = sum(row.part in (BringPart.CHOOSE, BringPart.NOBODY) for row in preview.rows)
        if kept and not wanted:
            changes = Changes(group, frozenset({"submission"}), frozenset())
        return changes, BroughtIn(len(wanted), kept, not_kept, is_open)

    def _keep_worksheet(self, group: str, task: str, companion: ReadClaims) -> None:
        data, name = companion.opened.data, companion.path.name
        if companion.statements.system == "moodle" and is_worksheet(data, name):
            kept = KeptWorksheet(name, self._core.now(group), data)
            keep_worksheet(self._core.store, group, task, kept)

    def _strangers(self, group: str, system: str, rows: Iterable[BringRow]) -> list[BringRow]:
        """The lines of names that somebody said are not of this group."""
        unknown = (row for row in rows if not row.person)
        return [row for row in unknown if self.remembered.is_not_ours(group, system, row.name)]

    def likely_task(self, group: str, person: str) -> str:
        """The first task of the programme that somebody has not handed in; "" for none."""
        facts = self._core.facts.of(group)
        tasks = (item.key for item in facts.programme.items if not item.is_event)
        return next((key for key in tasks if (person, key) not in facts.submissions), "")

    def _drafts(self, companion: ReadClaims, group: str) -> frozenset[str]:
        """Who has only a draft on the platform, as its worksheet says."""
        rows = self._claims.compare(companion, group).rows
        said = companion.statements.statements
        drafts = {each.person for each in said if each.said.state is ClaimState.DRAFT}
        return frozenset(row.person for row in rows if row.person and row.place in drafts)


def _nothing_to_bring(preview: BringPreview) -> NothingNewError:
    if any(row.part in TICKABLE for row in preview.rows):
        return NothingNewError("Nothing is ticked. Tick what you want to bring in.")
    if any(row.part in (BringPart.CHOOSE, BringPart.NOBODY) for row in preview.rows):
        return NothingNewError("Only work without a person is new. Choose whose it is.")
    return NothingNewError("Nothing in this file is new. All of it is here already.")


def _joined(read: ReadClaims, companion: ReadClaims, facts: GroupFacts) -> ReadClaims:
    """The archive with its people found by what the companion tells of them."""
    among = identities_of(facts)
    found = companion.found
    if found.among != among:
        said = companion.statements
        found = find_people(said.people, among, said.system, companion.path.name)
    linked = with_links(among, found.people, found.matches)
    people = find_people(read.statements.people, linked, read.statements.system, read.path.name)
    return replace(read, found=replace(people, among=among))


def _row(
    facts: GroupFacts,
    row: ClaimRow,
    line: int,
    task: str,
    names: Mapping[str, str],
    drafts: Set[str],
) -> BringRow:
    content = {**row.content, "task": task} if task else dict(row.content)
    return BringRow(
        line=line,
        place=row.place,
        name=row.name,
        person=row.person,
        who=names.get(row.person, ""),
        says=row.says,
        part=_part(facts, row, task, drafts),
        reason=", ".join(filter(None, (row.reason, row.remark))),
        candidates=row.candidates,
        content=content,
    )


def _part(facts: GroupFacts, row: ClaimRow, task: str, drafts: Set[str]) -> BringPart:
    if not row.person:
        return BringPart.CHOOSE if row.outcome is ClaimOutcome.REVIEW else BringPart.NOBODY
    handed_in = facts.submissions.get((row.person, task), ())
    if any(each.content == row.content.get("content") for each in handed_in):
        return BringPart.HERE
    reviews = facts.reviews.get((row.person, task), ())
    if handed_in and state_of_task(handed_in, reviews) is ReviewState.ACCEPTED:
        return BringPart.ACCEPTED
    return BringPart.DRAFT if row.person in drafts else BringPart.NEW


def _as_claims(preview: BringPreview, rows: list[BringRow]) -> ClaimPreview:
    """The wanted lines as what the service of claims records."""
    people = {row.person for row in rows}
    return ClaimPreview(
        path=preview.path,
        words="",
        rows=tuple(
            ClaimRow(
                place=row.place,
                line=row.line,
                name=row.name,
                person=row.person,
                title="",
                says=row.says,
                stands="",
                outcome=ClaimOutcome.MATCHED,
                content=row.content,
            )
            for row in rows
        ),
        items=(),
        choices=(),
        problems=(),
        links={person: fields for person, fields in preview.links.items() if person in people},
    )


def _words(read: ReadClaims, title: str) -> str:
    """For example "Moodle, 20 people, Reflection 1"."""
    said = read.statements
    people = len({each.person for each in said.statements})
    return words.work_found(said.source, people, title.partition(":")[0])
