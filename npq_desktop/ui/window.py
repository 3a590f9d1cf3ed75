"""Puts the window together: the frame, its three tabs, and who does which command.

The only module that knows all of the screens. The register is built at once; the other two tabs
and what opens dialogs are imported and built when first asked for, since a start must not wait for
them.
"""

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QWidget

from npq_desktop.services.application import Application
from npq_desktop.ui.connecting import add_folder, add_hub, add_room, add_sync
from npq_desktop.ui.frame.help import HelpCommands
from npq_desktop.ui.frame.look import LookCommands
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.menus import EVENT, PERSON, Tab, fill_menu
from npq_desktop.ui.frame.presenter import FramePresenter
from npq_desktop.ui.joining import Parts, add_office_pages
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FilesFromLastFolder, folder_to_offer
from npq_desktop.ui.kit.page.pages import LaterPage
from npq_desktop.ui.kit.page.scrolled import in_turn
from npq_desktop.ui.kit.waiting.later import Later
from npq_desktop.ui.register.events.event_actions import EventActions
from npq_desktop.ui.register.events.history_actions import HistoryActions
from npq_desktop.ui.register.marking.row_actions import RowActions
from npq_desktop.ui.register.paper.paper_actions import PaperActions
from npq_desktop.ui.register.people.people_actions import PeopleActions
from npq_desktop.ui.register.presenter import RegisterPresenter
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from npq_desktop.services.intake.claims.claim_reading import ReadClaims
    from npq_desktop.ui.cohort.actions.chosen_person import ChosenPersonActions
    from npq_desktop.ui.cohort.actions.person_actions import PersonActions
    from npq_desktop.ui.cohort.tab import CohortTab
    from npq_desktop.ui.exchange.hub_presenter import HubPresenter
    from npq_desktop.ui.exchange.presenter import ExchangePresenter
    from npq_desktop.ui.review.bringing.bring_acts import BringInActs
    from npq_desktop.ui.review.digest_acts import DigestActs
    from npq_desktop.ui.review.tab import ReviewTab
    from npq_desktop.ui.rights.presenter import RightsPresenter
    from npq_desktop.ui.rights.rights_actions import RightsActions
    from npq_desktop.ui.safety.presenter import RecoveryPresenter

About = TypeVar("About", bound="ChosenPersonActions")


def build_window(application: Application, *, choose_file: ChooseFile | None = None) -> MainWindow:
    """The window on these services, with the group last looked at open, not yet shown.

    Raises:
        NpqDesktopError: what it shows cannot be read; no part of a window is left that would go on.
    """
    window = MainWindow()
    try:
        _fill(window, application, choose_file)
    except BaseException:
        # Delayed calls in it would read a store that is closed by then.
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
        raise
    return window


def _fill(window: MainWindow, application: Application, choose_file: ChooseFile | None) -> None:
    profile = application.profile
    choose_file = choose_file or FilesFromLastFolder(
        last=lambda: profile.last_folder,
        keep=profile.remember_folder,
        save_in=lambda: application.preferences.save_folder,
    )

    def waiting(group: str) -> dict[Tab, int]:  # for whose services a start does not wait
        due = application.office.contacts.due_by_today(group)
        return {Tab.COHORT: due, Tab.REVIEW: application.review.waiting(group)}

    bus = Bus(window)
    frame = FramePresenter(
        parent=window,
        groups=application.groups,
        profile=profile,
        undo=application.undo,
        bus=bus,
        waiting=waiting,
        news=lambda group: application.office.discussion.news(group),  # noqa: PLW0108 - not at a start
    )
    parts = Parts(window, frame, application, bus, choose_file)
    _add_cohort(parts)
    _add_register(parts)
    bring_in = _add_review(parts)
    _add_person_commands(parts)
    _add_digest(parts)
    hub = add_hub(parts)
    _add_exchange(parts, bring_in, hub)
    add_sync(parts, add_folder(parts), hub)
    add_room(parts)
    _add_rights(parts)
    _add_recovery(parts)
    _add_all_groups(parts)
    _add_look(parts)
    window.show_page(Tab.REGISTER)
    frame.start()
    _tell_lost_log(parts)


def _add_look(parts: Parts) -> None:
    """What the View, Edit and Help menus say about the program itself."""
    window, preferences = parts.window, parts.application.preferences
    look = LookCommands(
        parent=window, commands=window.commands, preferences=preferences, bus=parts.bus
    )
    window.hiding.hide_after(preferences.hide_after_minutes)
    look.changed.connect(lambda: window.hiding.hide_after(preferences.hide_after_minutes))

    def show_hints() -> None:
        window.show_key_hints(shown=preferences.value("key_hints") == "on")

    look.changed.connect(show_hints)
    show_hints()
    HelpCommands(
        parent=window,
        services=parts.application,
        look=look,
        bus=parts.bus,
        choose_file=parts.choose_file,
    )


def _add_all_groups(parts: Parts) -> None:
    def show() -> None:
        from npq_desktop.ui.frame.all_groups_dialog import AllGroupsDialog

        rows = parts.application.all_groups.rows()
        dialog = AllGroupsDialog(parent=parts.window, rows=rows, current=parts.frame.group())
        dialog.chosen.connect(parts.frame.open_group)
        dialog.open()

    parts.window.commands.bind("all_groups", show)


def _add_cohort(parts: Parts) -> None:
    window, frame, application, bus = parts.window, parts.frame, parts.application, parts.bus

    def build(page: QWidget) -> QWidget:
        from npq_desktop.ui.cohort.actions.file_actions import CohortFileActions
        from npq_desktop.ui.cohort.presenter import CohortPresenter
        from npq_desktop.ui.cohort.tab import CohortTab

        tab = CohortTab(page)
        presenter = CohortPresenter(
            parent=tab,
            tab=tab,
            cohort=application.cohort,
            looks=application.cohort_looks,
            notes=application.person_notes,
            bus=bus,
        )
        commands = window.commands.on(Tab.COHORT)
        tab.bind(commands)
        fill_menu(window.commands, tab.person_button.offers, PERSON)
        parts.people[Tab.COHORT] = lambda: tab.selected_person() or ""
        CohortFileActions(
            tab=tab,
            services=application,
            bus=bus,
            choose_file=parts.choose_file,
            group=frame.group,
            commands=commands,
        )
        add_office_pages(parts, tab)
        frame.group_opened.connect(presenter.hearing.open_group)
        presenter.hearing.open_group(frame.group())
        _lead_out(window, tab, tab.person_panel.tab_order()[-1])
        return tab

    window.add_page(Tab.COHORT, LaterPage(parent=window, build=build), "Cohort")


def _lead_out(
    window: MainWindow, tab: "RegisterTab | CohortTab | ReviewTab", last: QWidget
) -> None:
    """Let the buttons of an empty page do what the menus do, and Tab go on to the status line."""
    in_turn(last, window.status.undo)
    tab.roster_requested.connect(window.commands.action("list_of_people").trigger)
    tab.open_requested.connect(window.commands.action("open").trigger)


def _last_chances(application: Application, group: str, event: str) -> tuple[int, frozenset[str]]:
    """Who can miss no event more; a start does not wait for the engine."""
    from npq_desktop.services.register.last_chances import LastChancesService

    return LastChancesService(application.core).at(group, event)


def _add_register(parts: Parts) -> None:
    window, frame, application, bus = parts.window, parts.frame, parts.application, parts.bus
    tab = RegisterTab(parent=window)
    presenter = RegisterPresenter(
        parent=tab,
        tab=tab,
        register=application.register,
        signoff=application.signoff,
        undo=application.undo,
        drafts=application.drafts,
        last_chances=partial(_last_chances, application),
        bus=bus,
    )
    frame.group_opened.connect(presenter.hearing.open_group)
    _lead_out(window, tab, tab.table)
    tab.card.print_asked.connect(window.commands.action("print_register").trigger)
    tab.keys_changed.connect(partial(window.show_keys_of, Tab.REGISTER))
    tab.card.ran_asked.connect(window.commands.action("did_run").trigger)
    opened = presenter.opened
    commands = window.commands.on(Tab.REGISTER)
    tab.bind(commands)
    for kind in (PeopleActions, EventActions, HistoryActions, RowActions):
        kind(tab=tab, opened=opened, services=application, bus=bus, commands=commands)
    PaperActions(
        tab=tab,
        opened=opened,
        services=application,
        bus=bus,
        choose_file=parts.choose_file,
        commands=commands,
    )
    fill_menu(window.commands, tab.more_button.menu(), EVENT, PERSON)
    window.commands.fill(tab.more_button.menu(), ("", "digest"))
    fill_menu(window.commands, tab.row_menu, PERSON)
    parts.people[Tab.REGISTER] = lambda: tab.table.current_person() or ""
    window.add_page(Tab.REGISTER, tab, "Seminar register")


def _add_review(parts: Parts) -> "Callable[[ReadClaims | list[Path]], None]":
    """Add Task review; the answer previews an archive of work there."""
    window, frame = parts.window, parts.frame
    made: list[BringInActs] = []

    def build(page: QWidget) -> QWidget:
        from npq_desktop.ui.review.presenter import ReviewPresenter
        from npq_desktop.ui.review.reading.reading_acts import ReadingActs
        from npq_desktop.ui.review.tab import ReviewTab
        from npq_desktop.ui.review.work_commands import WorkCommands

        commands, services = window.commands.on(Tab.REVIEW), parts.application
        tab = ReviewTab(page)
        presenter = ReviewPresenter(parent=tab, tab=tab, review=services.review, bus=parts.bus)
        acts = ReadingActs(tab=tab, presenter=presenter, services=services, bus=parts.bus)
        work_commands = WorkCommands(
            tab=tab,
            presenter=presenter,
            acts=acts,
            services=services,
            bus=parts.bus,
            choose_file=parts.choose_file,
            commands=commands,
        )
        made.append(work_commands.bring_in)
        tab.bind(commands)
        tab.keys_changed.connect(lambda keys: window.show_keys_of(Tab.REVIEW, keys))
        window.show_keys_of(Tab.REVIEW, tab.keys)
        frame.group_opened.connect(presenter.hearing.open_group)
        presenter.hearing.open_group(frame.group())
        _lead_out(window, tab, tab.feedback.tab_order()[-1])
        return tab

    def bring_in(found: "ReadClaims | list[Path]") -> None:
        window.show_page(Tab.REVIEW)
        made[0].show_paths(found) if isinstance(found, list) else made[0].show_archive(found)

    window.add_page(Tab.REVIEW, LaterPage(parent=window, build=build), "Task review")
    return bring_in


def _add_digest(parts: Parts) -> None:
    """The page before the next event, from every page."""

    def build(parent: MainWindow) -> "DigestActs":
        from npq_desktop.ui.review.digest_acts import DigestActs

        return DigestActs(
            over=parent,
            services=parts.application,
            bus=parts.bus,
            choose_file=parts.choose_file,
            group=parts.frame.group,
        )

    digest = Later(parts.window, build)
    parts.window.commands.bind("digest", lambda: digest().show())


def _add_person_commands(parts: Parts) -> None:
    """What can be done about a person wherever one can be chosen."""

    def made(kind: "type[About]", parent: MainWindow) -> "About":
        return kind(
            parent=parent,
            services=parts.application,
            bus=parts.bus,
            choose_file=parts.choose_file,
            group=parts.frame.group,
            person=parts.person,
        )

    def build_actions(parent: MainWindow) -> "PersonActions":
        from npq_desktop.ui.cohort.actions.person_actions import PersonActions

        return made(PersonActions, parent)

    def build_rights(parent: MainWindow) -> "RightsActions":
        from npq_desktop.ui.rights.rights_actions import RightsActions

        return made(RightsActions, parent)

    actions, rights = Later(parts.window, build_actions), Later(parts.window, build_rights)
    bind = parts.window.commands.bind
    bind("training_status", lambda: actions().ask_status())
    bind("exempt", lambda: actions().ask_exemption())
    bind("statement", lambda: actions().ask_statement())
    bind("all_held", lambda: rights().ask_held())
    bind("erase", lambda: rights().ask_erase())
    parts.window.commands.enable("person", enabled=False)  # a heading


def _add_exchange(
    parts: Parts,
    bring_in: "Callable[[ReadClaims | list[Path]], None]",
    hub: "Later[HubPresenter]",
) -> None:
    window, application = parts.window, parts.application

    def build(parent: MainWindow) -> "ExchangePresenter":
        from npq_desktop.ui.exchange.presenter import ExchangePresenter

        made = ExchangePresenter(
            parent=parent,
            groups=application.groups,
            setup=application.setup,
            exchange=application.exchange,
            membership=application.membership,
            claims=application.claims,
            planned_events=application.planned_events,
            schools=application.schools,
            bus=parts.bus,
            today=application.core.today,
            group=parts.frame.group,
            choose_file=parts.choose_file,
            save_in=lambda: folder_to_offer(
                application.preferences.save_folder, application.profile.last_folder
            ),
        )
        made.group_opened.connect(parts.frame.open_group)
        made.work_found.connect(bring_in)
        made.link_found.connect(lambda path: hub().open_link(path))
        return made

    _bind_exchange(window, Later(window, build))


def _bind_exchange(window: MainWindow, exchange: "Later[ExchangePresenter]") -> None:
    bind = window.commands.bind
    bind("new_group", lambda: exchange().set_up_group())
    bind("list_of_people", lambda: exchange().import_roster())
    bind("open", lambda: exchange().ask_and_open())
    bind("send", lambda: exchange().send())
    bind("dates", lambda: exchange().set_dates())
    bind("compare", lambda: exchange().show_differences())
    bind("invite", lambda: exchange().invite())
    window.file_dropped.connect(lambda path: exchange().open_file(path))
    window.files_dropped.connect(lambda paths: exchange().open_files(paths))


def _tell_lost_log(parts: Parts) -> None:
    """Say over the window what a start could not read, at every start until that was closed."""
    lost_log, window = parts.application.lost_log, parts.window
    words = lost_log.words()
    if not words:
        return
    from npq_desktop.ui.safety.lost_log_dialog import LostLogDialog

    def show_register(group: str, event: str) -> None:
        window.show_page(Tab.REGISTER)
        parts.frame.open_group(group)
        for tab in window.findChildren(RegisterTab):
            tab.event_chosen.emit(event)

    dialog = LostLogDialog(parent=window, words=words, registers=lost_log.registers())
    dialog.register_chosen.connect(show_register)
    dialog.finished.connect(lambda _: parts.bus.attempt(lost_log.told))
    QTimer.singleShot(0, dialog, dialog.show)


def _add_rights(parts: Parts) -> None:
    def build(parent: MainWindow) -> "RightsPresenter":
        from npq_desktop.ui.rights.presenter import RightsPresenter

        made = RightsPresenter(
            parent=parent,
            services=parts.application,
            bus=parts.bus,
            choose_file=parts.choose_file,
            group=parts.frame.group,
        )
        made.group_left.connect(parts.frame.start)
        return made

    rights = Later(parts.window, build)
    parts.window.commands.bind("erased", lambda: rights().show_erasures())
    parts.window.commands.bind("hand_over", lambda: rights().hand_over())


def _add_recovery(parts: Parts) -> None:
    def build(parent: MainWindow) -> "RecoveryPresenter":
        from npq_desktop.ui.safety.presenter import RecoveryPresenter

        made = RecoveryPresenter(
            parent=parent, recovery=parts.application.recovery, choose_file=parts.choose_file
        )
        made.group_restored.connect(parts.frame.open_group)
        made.confirmed.connect(parts.frame.look_again)
        made.due.connect(parts.frame.look_again)
        return made

    recovery = Later(parts.window, build)
    parts.window.commands.bind("recovery_sheet", lambda: recovery().show_sheet())
    parts.window.commands.bind("restore", lambda: recovery().restore())
    parts.bus.settled.connect(lambda: recovery().offer_sheet(parts.frame.group()))
