"""The commands without a window: the same services, for the programme office and for scripts.

Each takes the parsed arguments, opens the data directory, does one thing, closes it, and returns
what to print: ``words`` for people, the rest for ``--json``.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING

from npq_desktop.errors import NothingNewError, ServiceError

if TYPE_CHECKING:
    from npq_desktop.rows.exchange import OpenPreview
    from npq_desktop.rows.rosters import RosterChange, RosterChoices, RosterPreview
    from npq_desktop.services.application import Application
    from npq_desktop.services.intake.opened import OpenedFile

_SYNC_SUFFIXES = frozenset({".npqsync", ".json"})


def list_groups(options: argparse.Namespace) -> Mapping[str, object]:
    """The groups of this data directory."""
    with _opened(options) as application:
        rows = application.groups.all()
        groups = [
            {"id": r.id, "title": r.title, "cohort": r.cohort, "people": r.people, "role": r.role}
            for r in rows
        ]
    lines = [f"{row.id[:12]}  {row.title} · {row.people} people · {row.role}" for row in rows]
    return {"groups": groups, "words": "\n".join(lines) or "No groups here yet."}


def add_example(options: argparse.Namespace) -> Mapping[str, object]:
    """Add the example group."""
    with _opened(options) as application:
        group = application.groups.add_example()
    return {"group": group, "words": f"Added the example group {group[:12]}."}


def report(options: argparse.Namespace) -> Mapping[str, object]:
    """The cohort table; with ``--engine`` the question that the engine's own command answers; with
    ``--person`` everything held about one person, with ``--assessment`` the assessment.
    """
    from npq_desktop.services.cohort.files import cohort_report, cohort_words

    if options.at and not options.assessment:
        raise ServiceError("Give --at with --assessment only.")
    with _opened(options) as application:
        group = _group(application, options.group)
        if options.assessment:
            assessment = application.office.assessment
            if options.json:  # exactly these members: a program that reads them need not guess
                return assessment.report(group, options.at or "")
            return {"words": assessment.report_words(group, options.at or "")}
        if options.person:
            return _person_report(application, group, options.person)
        if options.engine:
            document = application.cohort.document(group)
            if options.json:  # as it stands: the engine refuses members that it does not know
                return document
            return {"words": json.dumps(document, ensure_ascii=False)}
        view = application.cohort.view(group)
        digest = application.exchange.digest(group)
    return {**cohort_report(view), "digest": digest, "words": cohort_words(view)}


def _person_report(application: "Application", group: str, text: str) -> Mapping[str, object]:
    from npq_desktop.services.rights.person_report import report_document, report_words

    person = _person(application, group, text)
    found = application.person_report.report(group, person)
    return {**report_document(found), "words": report_words(found)}


def verify(options: argparse.Namespace) -> Mapping[str, object]:
    """Check every hash, signature and link, and that the tables equal a rebuild."""
    from npq_desktop.services.core.words import count

    with _opened(options) as application:
        found = application.store.verify()
    problems = list(found.problems)
    words = "\n".join(problems) or (
        f"Sound: {count(found.events, 'entry', 'entries')} in {count(found.groups, 'group')}."
    )
    counts = {"events": found.events, "groups": found.groups}
    return {**counts, "problems": problems, "failed": bool(problems), "words": words}


def take_in(options: argparse.Namespace) -> Mapping[str, object]:
    """Take in a file, recognised by content: whatever the window opens."""
    from npq_desktop.bundle.errors import NotASyncFileError, WordsNeededError
    from npq_desktop.interchange.apart import process

    if options.file.suffix.casefold() not in _SYNC_SUFFIXES:
        process.files.warm()  # it starts while the data folder is opened
    with _opened(options) as application:
        if options.name and not application.profile.name:
            application.profile.set_name(options.name)
        if options.words:
            return _join(application, options)
        try:
            return _merge(application, application.exchange.preview(options.file), options)
        except NotASyncFileError:
            if options.file.suffix.casefold() in _SYNC_SUFFIXES:
                raise  # a spoilt sync file is no roster, whatever is in it
            return _take_in_other(application, options)
        except WordsNeededError as error:
            raise ServiceError(f"{error} Give them with --words.") from error


def export(options: argparse.Namespace) -> Mapping[str, object]:
    """Write a group to a sync file."""
    with _opened(options) as application:
        group = _group(application, options.group)
        sent = application.exchange.send(group, options.file, readable=options.readable)
    words = " ".join([sent.words, *(f"Left out: {each}." for each in sent.left_out)])
    return {"file": str(sent.path), "entries": sent.events, "group": group, "words": words}


def invite(options: argparse.Namespace) -> Mapping[str, object]:
    """Write an invitation file and show its six words."""
    with _opened(options) as application:
        group = _group(application, options.group)
        made = application.membership.invite(group, options.name, options.role, options.file)
    words = f"Saved {made.path}. Say these words to {made.name}: {made.words}"
    return {"file": str(made.path), "spoken": made.words, "group": group, "words": words}


def mark(options: argparse.Namespace) -> Mapping[str, object]:
    """Mark one person at one event."""
    from npq_desktop.rows.register import Mark, MarkState

    with _opened(options) as application:
        group = _group(application, options.group)
        person = _person(application, group, options.person)
        events = [row.id for row in application.register.events(group)]
        if options.event not in events:
            raise ServiceError(f"No event is called “{options.event}”. Here: {', '.join(events)}.")
        state = MarkState(options.state)
        timed = state in (MarkState.LATE, MarkState.LEFT_EARLY)
        if timed != (options.minutes is not None):
            raise ServiceError("Give --minutes with late and left_early, and only with them.")
        if options.reason and state is not MarkState.ABSENT:
            raise ServiceError("Give --reason with absent only.")
        if timed and options.minutes < 1:
            raise ServiceError("Give at least one minute, or mark the person present.")
        made = Mark(
            state=state,
            minutes_late=options.minutes if state is MarkState.LATE else 0,
            minutes_early=options.minutes if state is MarkState.LEFT_EARLY else 0,
            reason=options.reason,
        )
        changes = application.register.mark(group, options.event, person, made, how="typed")
    done = "Recorded" if changes.ids else "It stood so already"
    return {"person": person, "changed": bool(changes.ids), "words": f"{done}."}


@contextmanager
def _opened(options: argparse.Namespace) -> "Iterator[Application]":
    from npq_desktop.bootstrap import open_application
    from npq_desktop.services.core.laptop.places import Places

    application = open_application(Places.chosen(options.data_dir))
    try:
        if lost := application.lost_log.words():
            sys.stderr.write(f"{lost}\n")
        yield application
        from npq_desktop.services.application import answer_erasures

        answer_erasures(application)
        application.backups.daily()
    finally:
        application.close()


def _merge(
    application: "Application", preview: "OpenPreview", options: argparse.Namespace
) -> Mapping[str, object]:
    said = {"kind": preview.kind, "group": preview.group, **preview.counts}
    words = " ".join([preview.words, *preview.details])
    if options.dry_run:
        return {**said, "words": words}
    application.exchange.merge(preview)
    return {**said, "words": words}


def _join(application: "Application", options: argparse.Namespace) -> Mapping[str, object]:
    preview = application.membership.preview_invitation(options.file, options.words)
    if options.dry_run:
        return {"kind": "invitation", "group": preview.group, "words": preview.words}
    group = application.membership.join(preview)
    own = application.profile.name or "the name on the invitation"
    words = f"Joined {preview.title} as {own}."
    return {"kind": "invitation", "group": group, **preview.counts, "words": words}


def _take_in_other(application: "Application", options: argparse.Namespace) -> Mapping[str, object]:
    from npq_desktop.rows.intake import FileKind
    from npq_desktop.services.intake.opened import open_file

    opened = open_file(options.file)
    match opened.kind:
        case FileKind.CALENDAR | FileKind.EVENTS:
            return _take_in_dates(application, options, opened)
        case FileKind.SCHOOLS:
            return _take_in_schools(application, options, opened)
        case FileKind.CLAIMS:
            return _take_in_claims(application, options, opened)
        case FileKind.SUBMISSIONS:
            return _take_in_work(application, options, opened)
        case _:
            return _take_in_people(application, options, opened)


def _take_in_people(
    application: "Application", options: argparse.Namespace, opened: "OpenedFile"
) -> Mapping[str, object]:
    group = _group(application, options.group) if options.group else None
    preview = application.setup.read_roster(opened, group, _choices(application, group, options))
    accepted = preview.changes if options.confirm else preview.preset
    said = {"kind": "roster", **_people_said(preview, accepted)}
    asked = ""
    if not options.dry_run:
        is_new = group is None
        group = _apply(application, preview, accepted, group, options)
        asked = _earlier_words(application, group) if is_new else ""
    words = "\n".join(filter(None, (_people_words(preview, accepted, group), asked)))
    return {**said, "group": group, "words": words}


def _take_in_dates(
    application: "Application", options: argparse.Namespace, opened: "OpenedFile"
) -> Mapping[str, object]:
    """Record what is sure of a calendar or a list of events; what is not is told and left out."""
    from npq_desktop.rows.intake import DateOutcome
    from npq_desktop.services.core.words import count

    if not options.group:
        message = f"“{options.file.name}” holds dates. Give --group to say of which group."
        raise ServiceError(message)
    group = _group(application, options.group)
    dates = application.planned_events
    preview = dates.read(opened, group)
    sure = preview.count(DateOutcome.CHANGED)
    if sure and not options.dry_run:
        dates.record(group, preview)
    lines = [
        {
            "title": line.title,
            "outcome": line.outcome.value,
            "event": line.event,
            "start": line.start.isoformat() if line.start else None,
            "end": line.end.isoformat() if line.end else None,
            "reason": line.reason,
        }
        for line in preview.lines
    ]
    asked = [line for line in preview.lines if line.outcome is DateOutcome.ASK]
    told = [f"{count(sure, 'new date')}, {len(asked)} to choose in the window."]
    told += [f"{line.title}: {line.reason}" for line in asked]
    words = "\n".join([*told, *preview.notes])
    return {"kind": "dates", "group": group, "lines": lines, "new": sure, "words": words}


def _take_in_schools(
    application: "Application", options: argparse.Namespace, opened: "OpenedFile"
) -> Mapping[str, object]:
    """Keep the schools of the national register on this laptop."""
    preview = application.schools.read(opened)
    if not options.dry_run:
        application.schools.keep(preview)
    problems = list(preview.problems)
    words = "\n".join([preview.words, *preview.news, *problems])
    said = {"kind": "schools", "new": preview.added, "changed": len(preview.news)}
    return {**said, "problems": problems, "words": words}


def _take_in_claims(
    application: "Application", options: argparse.Namespace, opened: "OpenedFile"
) -> Mapping[str, object]:
    """Keep what a platform's report says of people who are sure, beside marks and decisions."""
    from npq_desktop.rows.intake import ClaimOutcome
    from npq_desktop.services.core.words import count

    group = _group_of_file(application, options, opened)
    read = application.claims.reading(group).of(opened, options.sheet or "")
    about = _item(application, group, options)
    if about and len(read.statements.items) > 1:
        raise ServiceError("This file is about several events or tasks, so leave out --about.")
    preview = application.claims.compare(read, group, items={0: about} if about else None)
    sure = (ClaimOutcome.MATCHED, ClaimOutcome.DIFFERS)
    if not options.dry_run and any(row.outcome in sure for row in preview.rows):
        with suppress(NothingNewError):  # the same file again is no error to a script
            application.claims.record(group, preview)
    outcomes = Counter(row.outcome.value for row in preview.rows)
    open_rows = [row for row in preview.rows if row.outcome not in sure]
    differing = preview.count(ClaimOutcome.DIFFERS)
    told = [
        (
            f"{preview.words} {count(len(preview.rows) - len(open_rows), 'line')} kept, "
            f"{differing} of them different from what is recorded. Marks stay as they are."
        )
    ]
    told += [f"Left out: {row.name} · {row.says}. {row.reason}".rstrip() for row in open_rows]
    words = "\n".join([*told, *preview.problems])
    said = {"kind": "claims", "group": group, "lines": dict(outcomes)}
    return {**said, "problems": list(preview.problems), "words": words}


def _take_in_work(
    application: "Application", options: argparse.Namespace, opened: "OpenedFile"
) -> Mapping[str, object]:
    """Bring in the new work of an archive whose author is sure."""
    from npq_desktop.rows.bring_in import BringPart

    group = _group_of_file(application, options, opened)
    read = application.claims.reading(group).of(opened)
    task = _item(application, group, options)
    preview = application.submissions.compare(read, group, task=task)
    if preview.question:
        raise ServiceError(f"{preview.question} Give it with --about, for example m1.diagnostic.")
    if not options.dry_run:
        new = {row.line for row in preview.of_part(BringPart.NEW)}
        keep = application.review.files.keeps
        with suppress(NothingNewError):
            application.submissions.record(group, read, preview, new, keep=keep)
    parts = Counter(row.part.value for row in preview.rows)
    told = [f"{preview.words}."]
    told += [f"{row.part.value}: {row.name} · {row.says}. {row.reason}" for row in preview.rows]
    told += [f"Not read: {name}. {why}" for name, why in preview.left_out]
    said = {"kind": "work", "group": group, "task": preview.task, "lines": dict(parts)}
    return {**said, "words": "\n".join(line.rstrip() for line in told)}


def _group_of_file(
    application: "Application", options: argparse.Namespace, opened: "OpenedFile"
) -> str:
    if not options.group:
        raise ServiceError(
            f"“{options.file.name}” is {opened.found.what}, not a list of people. Give --group to "
            "say which group it is about."
        )
    return _group(application, options.group)


def _item(application: "Application", group: str, options: argparse.Namespace) -> str:
    """The event or task that ``--about`` names; "" without it."""
    known = [item.key for item in application.core.facts.of(group).programme.items]
    if options.about and options.about not in known:
        raise ServiceError(f"No event or task is called “{options.about}”.")
    return options.about or ""


def _choices(
    application: "Application", group: str | None, options: argparse.Namespace
) -> "RosterChoices":
    """What the arguments say of a list of people: its sheet, its groups, who lines are."""
    from npq_desktop.rows.rosters import NEW_PERSON, RosterChoices

    people: dict[int, str] = {}
    for text in options.who:
        line, equals, who = text.partition("=")
        if not line.strip().isdigit() or not equals:
            raise ServiceError(f"“{text}” names no line. Write for example 3=new or 3=Ann Lee.")
        is_new = who.strip() == "new" or group is None
        people[int(line)] = NEW_PERSON if is_new else _person(application, group or "", who.strip())
    return RosterChoices(
        sheet=options.sheet, groups=tuple(options.of) if options.of else None, people=people
    )


def _people_said(
    preview: "RosterPreview", accepted: "Sequence[RosterChange]"
) -> Mapping[str, object]:
    return {
        "people": len(preview.people),
        "problems": list(preview.problems),
        "added": len(preview.added),
        "changed": len({change.person for change in accepted if change.person}),
        "changes": [change.words for change in accepted],
        "not_taken": [_refused_words(each) for each in preview.changes if each not in accepted],
        "questions": [f"Line {each.line}: {each.reason}" for each in preview.questions],
        "statuses": list(preview.status_words),
        "removals": list(preview.removals),
        "groups": dict(preview.groups),
        "gone": list(preview.gone),
    }


def _earlier_words(application: "Application", group: str) -> str:
    titles = ", ".join(each.title for each in application.planned_events.earlier(group))
    if not titles:
        return ""
    return (
        f"Before today, so without a date: {titles}. Open the group in NPQ Desktop and choose "
        "Group, Dates, to say whether they were held."
    )


def _people_words(
    preview: "RosterPreview", accepted: "Sequence[RosterChange]", group: str | None
) -> str:
    from npq_desktop.services.core.words import count

    lines = [f"{count(len(preview.people), 'person', 'people')} in the file."]
    if group is not None:
        changed = len({change.person for change in accepted if change.person})
        lines = [f"{lines[0][:-1]}: {len(preview.added)} new, {changed} changed."]
    lines += [f"Changed: {change.words}." for change in accepted]
    left = [_refused_words(each) for each in preview.changes if each not in accepted]
    lines += [f"Not changed: {words}. Add --confirm to take it." for words in left]
    if preview.gone:
        lines += [f"Not in the file, kept in the group: {', '.join(preview.gone)}."]
    return "\n".join([*lines, *preview.removals, *preview.status_words, *preview.problems])


def _refused_words(change: "RosterChange") -> str:
    return f"{change.words} ({change.why})"


def _apply(
    application: "Application",
    preview: "RosterPreview",
    accepted: "Sequence[RosterChange]",
    group: str | None,
    options: argparse.Namespace,
) -> str:
    if preview.asks_for_group:
        names = ", ".join(f"“{name}” ({number})" for name, number in preview.groups)
        raise ServiceError(f"The file holds several groups: {names}. Say which of them with --of.")
    if group is not None:
        news = preview.added or accepted or any(preview.statuses)
        if news:  # the same file again is no error to a script
            application.setup.apply_roster(group, preview, accepted)
        return group
    if not options.title:
        raise ServiceError(
            "This is a list of people. Give --title to start a group from it, or --group to add "
            "it to one."
        )
    setup = application.setup
    first = options.first_seminar
    return setup.create_group(
        preview,
        title=options.title,
        cohort=options.cohort,
        first_seminar=_day(first) if first else setup.proposed_first_seminar(),
        accepted=accepted,
    )


def _group(application: "Application", text: str) -> str:
    rows = application.groups.titles()
    found = [row.id for row in rows if text in {row.id, row.title}]
    found = found or [row.id for row in rows if len(text) >= 6 and row.id.startswith(text)]
    if len(found) != 1:
        known = ", ".join(f"{row.title} ({row.id[:12]})" for row in rows) or "none"
        raise ServiceError(f"No single group is called “{text}”. Groups here: {known}.")
    return found[0]


def _person(application: "Application", group: str, text: str) -> str:
    found = application.groups.find_people(group, text)
    if len(found) != 1:
        how_many = f"{len(found)} people are" if found else "Nobody is"
        raise ServiceError(
            f"{how_many} called “{text}” in this group. Give the id, TRN, email or whole name."
        )
    return found[0]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ServiceError(f"“{text}” is not a day. Write for example 2026-10-06.") from error
