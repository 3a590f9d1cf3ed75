"""Puts the window together: the frame, its three tabs, and who hears of what.

The only module that knows all of the screens; it owns no behaviour of its own. The register is
built at once; the other two tabs and the exchange dialogs are imported and built when asked for.
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npq_desktop.services.application import Application
from npq_desktop.ui.exchange.door import ExchangeDoor
from npq_desktop.ui.exchange.folder_door import FolderDoor
from npq_desktop.ui.exchange.sync_presenter import SyncPresenter
from npq_desktop.ui.frame.main_window import MainWindow, Tab
from npq_desktop.ui.frame.presenter import FramePresenter
from npq_desktop.ui.kit.bus import Bus, TabBus
from npq_desktop.ui.kit.file_choice import ChooseFile, choose_native_file
from npq_desktop.ui.kit.icons import Icons
from npq_desktop.ui.kit.pages import LaterPage
from npq_desktop.ui.register.events.event_actions import EventActions
from npq_desktop.ui.register.events.history_actions import HistoryActions
from npq_desktop.ui.register.marking.row_actions import RowActions
from npq_desktop.ui.register.paper.paper_actions import PaperActions
from npq_desktop.ui.register.people.people_actions import PeopleActions
from npq_desktop.ui.register.presenter import RegisterPresenter
from npq_desktop.ui.register.tab import RegisterTab
from npq_desktop.ui.rights.ending_door import EndingDoor
from npq_desktop.ui.safety.door import RecoveryDoor

if TYPE_CHECKING:
    from npq_desktop.ui.exchange.presenter import ExchangePresenter


def build_window(
    application: Application, *, choose_file: ChooseFile = choose_native_file
) -> MainWindow:
    """The window on these services, with the group last looked at open, not yet shown."""
    window = MainWindow(icons=Icons())
    bus = Bus(window)
    frame = FramePresenter(
        parent=window,
        groups=application.groups,
        profile=application.profile,
        undo=application.undo,
        bus=bus,
    )
    _add_cohort(window, frame, application, bus, choose_file)
    _add_register(window, frame, application, bus, choose_file)
    _add_review(window, frame, application, bus)
    _add_exchange(window, frame, application, bus, choose_file)
    _add_recovery(window, frame, application, bus, choose_file)
    _add_all_groups(window, frame, application)
    window.show_page(Tab.REGISTER)
    frame.start()
    return window


def _add_all_groups(window: MainWindow, frame: FramePresenter, application: Application) -> None:
    def show() -> None:
        from npq_desktop.ui.frame.all_groups_dialog import AllGroupsDialog

        rows = application.all_groups.rows()
        dialog = AllGroupsDialog(parent=window, rows=rows, current=frame.group)
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
        heard = TabBus(tab=tab, bus=bus)
        presenter = CohortPresenter(
            parent=tab,
            tab=tab,
            cohort=application.cohort,
            looks=application.cohort_looks,
            notes=application.person_notes,
            bus=heard,
        )
        actions = PersonActions(parent=tab, tab=tab, services=application, bus=heard)
        rights = RightsActions(
            parent=tab, tab=tab, services=application, bus=heard, choose_file=choose_file
        )
        files = CohortFileActions(
            parent=tab, tab=tab, services=application, bus=heard, choose_file=choose_file
        )
        heard.group_opened.connect(actions.show_group)
        heard.group_opened.connect(files.show_group)
        heard.group_opened.connect(rights.show_group)
        heard.group_opened.connect(presenter.show_group)
        frame.group_opened.connect(heard.open_group)
        heard.open_group(frame.group)
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
    heard = TabBus(tab=tab, bus=bus)
    presenter = RegisterPresenter(
        parent=tab,
        tab=tab,
        register=application.register,
        signoff=application.signoff,
        undo=application.undo,
        bus=heard,
    )
    heard.group_opened.connect(presenter.show_group)
    frame.group_opened.connect(heard.open_group)
    tab.roster_requested.connect(window.import_requested)
    tab.open_requested.connect(window.open_requested)
    PeopleActions(parent=tab, tab=tab, opened=presenter.opened, services=application, bus=heard)
    EventActions(parent=tab, tab=tab, opened=presenter.opened, services=application, bus=heard)
    HistoryActions(parent=tab, tab=tab, opened=presenter.opened, services=application, bus=heard)
    PaperActions(
        parent=tab,
        tab=tab,
        opened=presenter.opened,
        services=application,
        bus=heard,
        choose_file=choose_file,
    )
    RowActions(parent=tab, tab=tab, opened=presenter.opened, services=application, bus=heard)
    window.add_page(Tab.REGISTER, tab, "Seminar register")


def _add_review(
    window: MainWindow, frame: FramePresenter, application: Application, bus: Bus
) -> None:
    def build(page: QWidget) -> QWidget:
        from npq_desktop.ui.review.presenter import ReviewPresenter
        from npq_desktop.ui.review.tab import ReviewTab

        tab = ReviewTab(page)
        heard = TabBus(tab=tab, bus=bus)
        presenter = ReviewPresenter(parent=tab, tab=tab, review=application.review, bus=heard)
        heard.group_opened.connect(presenter.show_group)
        frame.group_opened.connect(heard.open_group)
        heard.open_group(frame.group)
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
    def build() -> "ExchangePresenter":
        from npq_desktop.ui.exchange.presenter import ExchangePresenter

        return ExchangePresenter(
            parent=window,
            groups=application.groups,
            setup=application.setup,
            exchange=application.exchange,
            membership=application.membership,
            claims=application.claims,
            planned_events=application.planned_events,
            schools=application.schools,
            bus=bus,
            today=lambda: application.clock().date(),
            choose_file=choose_file,
        )

    door = ExchangeDoor(parent=window, build=build)
    frame.group_opened.connect(door.show_group)
    frame.roster_requested.connect(door.set_up_group)
    frame.open_requested.connect(door.ask_and_open)
    door.group_opened.connect(frame.open_group)
    window.import_requested.connect(door.import_roster)
    window.new_group_requested.connect(door.set_up_group)
    window.send_requested.connect(door.send)
    window.open_requested.connect(door.ask_and_open)
    window.file_dropped.connect(door.open_file)
    window.dates_requested.connect(door.set_dates)
    window.differences_requested.connect(door.show_differences)
    window.invite_requested.connect(door.invite)
    folder = FolderDoor(parent=window, services=application, bus=bus, choose_file=choose_file)
    frame.group_opened.connect(folder.show_group)
    window.shared_folder_requested.connect(folder.show)
    sync = _add_sync(window, frame, application, bus, door, choose_file)
    folder.state_changed.connect(sync.show_folder)


def _add_sync(
    window: MainWindow,
    frame: FramePresenter,
    application: Application,
    bus: Bus,
    door: ExchangeDoor,
    choose_file: ChooseFile,
) -> SyncPresenter:
    sync = SyncPresenter(
        parent=window, services=application, exchange=door, bus=bus, choose_file=choose_file
    )
    frame.group_opened.connect(sync.show_group)
    sync.group_chosen.connect(frame.open_group)
    sync.shared_folder_requested.connect(window.shared_folder_requested)
    sync.recovery_sheet_requested.connect(window.recovery_sheet_requested)
    window.sync_requested.connect(sync.open_panel)
    ending = EndingDoor(parent=window, services=application, choose_file=choose_file)
    frame.group_opened.connect(ending.show_group)
    window.erasures_requested.connect(ending.show_erasures)
    window.hand_over_requested.connect(ending.hand_over)
    ending.group_left.connect(frame.start)
    window.header.chip_clicked.connect(sync.open_panel)
    return sync


def _add_recovery(
    window: MainWindow,
    frame: FramePresenter,
    application: Application,
    bus: Bus,
    choose_file: ChooseFile,
) -> None:
    door = RecoveryDoor(parent=window, services=application, choose_file=choose_file)
    window.recovery_sheet_requested.connect(door.show_sheet)
    window.restore_requested.connect(door.restore)
    frame.restore_requested.connect(door.restore)
    door.group_restored.connect(frame.open_group)
    door.confirmed.connect(frame.look_again)
    door.due.connect(frame.look_again)
    bus.settled.connect(door.offer_sheet)
