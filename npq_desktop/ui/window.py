"""Puts the window together: the frame, its three tabs, and who hears of what.

The only module that knows all of the screens. The register is built at once; the other two tabs
and what opens dialogs are imported and built when first asked for, since a start must not wait for
them.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.frame.presenter import FramePresenter
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.file_choice import ChooseFile, FilesFromLastFolder
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.later import Later
from npq_desktop.ui.kit.pages import LaterPage
from npq_desktop.ui.register.events.event_actions import EventActions
from npq_desktop.ui.register.events.history_actions import HistoryActions
from npq_desktop.ui.register.marking.row_actions import RowActions
from npq_desktop.ui.register.paper.paper_actions import PaperActions
from npq_desktop.ui.register.people.people_actions import PeopleActions
from npq_desktop.ui.register.presenter import RegisterPresenter
from npq_desktop.ui.register.tab import RegisterTab

if TYPE_CHECKING:
    from npq_desktop.ui.exchange.folder_presenter import FolderPresenter
    from npq_desktop.ui.exchange.presenter import ExchangePresenter
    from npq_desktop.ui.exchange.sync_presenter import SyncPresenter
    from npq_desktop.ui.rights.presenter import RightsPresenter
    from npq_desktop.ui.safety.presenter import RecoveryPresenter

_LOOK_AT_FOLDER_MS = 2_000
"""So long after a start a folder that was chosen in an earlier run is looked at."""


def build_window(application: Application, *, choose_file: ChooseFile | None = None) -> MainWindow:
    """The window on these services, with the group last looked at open, not yet shown."""
    profile = application.profile
    choose_file = choose_file or FilesFromLastFolder(
        last=lambda: profile.last_folder, keep=profile.remember_folder
    )
    window = MainWindow(icons=Icons())
    bus = Bus(window)
    frame = FramePresenter(
        parent=window,
        groups=application.groups,
        profile=profile,
        undo=application.undo,
        bus=bus,
    )
    _add_cohort(window, frame, application, bus, choose_file)
    _add_register(window, frame, application, bus, choose_file)
    _add_review(window, frame, application, bus)
    _add_exchange(window, frame, application, bus, choose_file)
    folder = _add_folder(window, frame, application, bus, choose_file)
    _add_sync(window, frame, application, bus, choose_file, folder)
    _add_rights(window, frame, application, choose_file)
    _add_recovery(window, frame, application, bus, choose_file)
    _add_all_groups(window, frame, application)
    window.show_page(Tab.REGISTER)
    frame.start()
    return window


def _add_all_groups(window: MainWindow, frame: FramePresenter, application: Application) -> None:
    def show() -> None:
        from npq_desktop.ui.frame.all_groups_dialog import AllGroupsDialog

        rows = application.all_groups.rows()
        dialog = AllGroupsDialog(parent=window, rows=rows, current=frame.group())
        dialog.chosen.connect(frame.open_group)
        dialog.open()

    window.groups_requested.connect(show)


def _add_cohort(
    window: MainWindow,
    frame: FramePresenter,
    application: Application,
    bus: Bus,
    choose_file: ChooseFile,
) -> None:
    def build(page: QWidget) -> QWidget:
        from npq_desktop.ui.cohort.file_actions import CohortFileActions
        from npq_desktop.ui.cohort.person_actions import PersonActions
        from npq_desktop.ui.cohort.presenter import CohortPresenter
        from npq_desktop.ui.cohort.tab import CohortTab
        from npq_desktop.ui.rights.rights_actions import RightsActions

        tab = CohortTab(page)
        presenter = CohortPresenter(
            parent=tab,
            tab=tab,
            cohort=application.cohort,
            looks=application.cohort_looks,
            notes=application.person_notes,
            bus=bus,
        )
        PersonActions(tab=tab, services=application, bus=bus, group=frame.group)
        RightsActions(
            tab=tab, services=application, bus=bus, choose_file=choose_file, group=frame.group
        )
        CohortFileActions(
            tab=tab, services=application, bus=bus, choose_file=choose_file, group=frame.group
        )
        frame.group_opened.connect(presenter.hearing.open_group)
        presenter.hearing.open_group(frame.group())
        tab.roster_requested.connect(window.import_requested)
        tab.open_requested.connect(window.open_requested)
        return tab

    window.add_page(Tab.COHORT, LaterPage(parent=window, build=build), "Cohort")


def _add_register(
    window: MainWindow,
    frame: FramePresenter,
    application: Application,
    bus: Bus,
    choose_file: ChooseFile,
) -> None:
    tab = RegisterTab(parent=window, icons=window.icons)
    presenter = RegisterPresenter(
        parent=tab,
        tab=tab,
        register=application.register,
        signoff=application.signoff,
        undo=application.undo,
        drafts=application.drafts,
        bus=bus,
    )
    frame.group_opened.connect(presenter.hearing.open_group)
    tab.roster_requested.connect(window.import_requested)
    tab.open_requested.connect(window.open_requested)
    opened = presenter.opened
    PeopleActions(tab=tab, opened=opened, services=application, bus=bus)
    EventActions(tab=tab, opened=opened, services=application, bus=bus)
    HistoryActions(tab=tab, opened=opened, services=application, bus=bus)
    PaperActions(
        tab=tab,
        opened=opened,
        services=application,
        bus=bus,
        choose_file=choose_file,
    )
    RowActions(tab=tab, opened=opened, services=application, bus=bus)
    window.add_page(Tab.REGISTER, tab, "Seminar register")


def _add_review(
    window: MainWindow, frame: FramePresenter, application: Application, bus: Bus
) -> None:
    def build(page: QWidget) -> QWidget:
        from npq_desktop.ui.review.presenter import ReviewPresenter
        from npq_desktop.ui.review.tab import ReviewTab

        tab = ReviewTab(page)
        presenter = ReviewPresenter(parent=tab, tab=tab, review=application.review, bus=bus)
        frame.group_opened.connect(presenter.hearing.open_group)
        presenter.hearing.open_group(frame.group())
        tab.roster_requested.connect(window.import_requested)
        tab.open_requested.connect(window.open_requested)
        return tab

    window.add_page(Tab.REVIEW, LaterPage(parent=window, build=build), "Task review")


def _add_exchange(
    window: MainWindow,
    frame: FramePresenter,
    application: Application,
    bus: Bus,
    choose_file: ChooseFile,
) -> None:
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
            bus=bus,
            today=application.core.today,
            group=frame.group,
            choose_file=choose_file,
        )
        made.group_opened.connect(frame.open_group)
        return made

    exchange = Later(window, build)
    window.import_requested.connect(lambda: exchange().import_roster())
    window.new_group_requested.connect(lambda: exchange().set_up_group())
    window.send_requested.connect(lambda: exchange().send())
    window.open_requested.connect(lambda: exchange().ask_and_open())
    window.file_dropped.connect(lambda path: exchange().open_file(path))
    window.dates_requested.connect(lambda: exchange().set_dates())
    window.differences_requested.connect(lambda: exchange().show_differences())
    window.invite_requested.connect(lambda: exchange().invite())
    frame.roster_requested.connect(window.new_group_requested)
    frame.open_requested.connect(window.open_requested)


def _add_folder(
    window: MainWindow,
    frame: FramePresenter,
    application: Application,
    bus: Bus,
    choose_file: ChooseFile,
) -> "Later[FolderPresenter]":
    def build(parent: MainWindow) -> "FolderPresenter":
        from npq_desktop.ui.exchange.folder_presenter import FolderPresenter

        return FolderPresenter(
            parent=parent,
            folder=application.shared_folder,
            bus=bus,
            choose_file=choose_file,
            group=frame.group,
        )

    folder = Later(window, build)
    window.shared_folder_requested.connect(lambda: folder().show_dialog())
    QTimer.singleShot(_LOOK_AT_FOLDER_MS, window, lambda: folder().look())
    return folder


def _add_sync(
    window: MainWindow,
    frame: FramePresenter,
    application: Application,
    bus: Bus,
    choose_file: ChooseFile,
    folder: "Later[FolderPresenter]",
) -> None:
    def build(parent: MainWindow) -> "SyncPresenter":
        from npq_desktop.ui.exchange.sync_presenter import SyncPresenter

        made = SyncPresenter(
            parent=parent, services=application, bus=bus, choose_file=choose_file, group=frame.group
        )
        frame.group_opened.connect(made.refresh)
        folder().state_changed.connect(made.show_folder)
        made.group_chosen.connect(frame.open_group)
        made.send_requested.connect(parent.send_requested)
        made.open_requested.connect(parent.open_requested)
        made.invite_requested.connect(parent.invite_requested)
        made.shared_folder_requested.connect(parent.shared_folder_requested)
        made.recovery_sheet_requested.connect(parent.recovery_sheet_requested)
        return made

    sync = Later(window, build)
    window.sync_requested.connect(lambda: sync().open_panel())
    window.header.chip_clicked.connect(window.sync_requested)


def _add_rights(
    window: MainWindow, frame: FramePresenter, application: Application, choose_file: ChooseFile
) -> None:
    def build(parent: MainWindow) -> "RightsPresenter":
        from npq_desktop.ui.rights.presenter import RightsPresenter

        made = RightsPresenter(
            parent=parent, services=application, choose_file=choose_file, group=frame.group
        )
        made.group_left.connect(frame.start)
        return made

    rights = Later(window, build)
    window.erasures_requested.connect(lambda: rights().show_erasures())
    window.hand_over_requested.connect(lambda: rights().hand_over())


def _add_recovery(
    window: MainWindow,
    frame: FramePresenter,
    application: Application,
    bus: Bus,
    choose_file: ChooseFile,
) -> None:
    def build(parent: MainWindow) -> "RecoveryPresenter":
        from npq_desktop.ui.safety.presenter import RecoveryPresenter

        made = RecoveryPresenter(
            parent=parent, recovery=application.recovery, choose_file=choose_file
        )
        made.group_restored.connect(frame.open_group)
        made.confirmed.connect(frame.look_again)
        made.due.connect(frame.look_again)
        return made

    recovery = Later(window, build)
    window.recovery_sheet_requested.connect(lambda: recovery().show_sheet())
    window.restore_requested.connect(lambda: recovery().restore())
    frame.restore_requested.connect(window.restore_requested)
    bus.settled.connect(lambda: recovery().offer_sheet())
