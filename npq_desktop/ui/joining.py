"""What every screen is given, and the office put into the tab Cohort.

Built apart from the window, which knows all screens, since the office has pages in a tab of
another folder.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npq_desktop.services.application import Application
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.menus import OFFICE, fill_menu
from npq_desktop.ui.frame.presenter import FramePresenter
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile
from npq_desktop.ui.kit.page.pages import LaterPage
from npq_desktop.ui.kit.waiting.later import Later

if TYPE_CHECKING:
    from npq_desktop.ui.cohort.tab import CohortTab
    from npq_desktop.ui.office.commands import OfficeCommands
    from npq_desktop.ui.office.place import OfficePlace


@dataclass(frozen=True, slots=True)
class Parts:
    """``people`` answers who is chosen on a page, "" for nobody."""

    window: MainWindow
    frame: FramePresenter
    application: Application
    bus: Bus
    choose_file: ChooseFile
    people: dict[int, Callable[[], str]] = field(default_factory=dict)

    def person(self) -> str:
        """Who is chosen on the page in front, "" for nobody."""
        chosen = self.people.get(self.window.commands.page)
        return chosen() if chosen else ""


def add_office_pages(parts: Parts, tab: "CohortTab") -> None:
    """Put the views and pages of the office into the tab, each made when it is looked at."""
    from npq_desktop.ui.office.place import OfficePlace

    place = OfficePlace(
        parent=tab,
        group=parts.frame.group,
        person=lambda: tab.selected_person() or "",
        people=partial(_chosen_in, tab),
        choose_person=tab.choose_person,
        open_person=tab.open_person,
    )
    tab.person_selected.connect(lambda _: place.person_changed.emit())
    tab.nobody_selected.connect(place.person_changed)
    office = _bind_commands(parts, place)
    view = partial(_assessment, parts, tab, place, office)
    tab.views.add("assessment", LaterPage(parent=tab.views, build=view))
    tab.views.add("office", LaterPage(parent=tab.views, build=partial(_office, parts, tab, place)))
    person = partial(_person_assessment, parts, tab, place, office)
    tab.person_panel.add_page("Assessment", LaterPage(parent=tab.person_panel, build=person))
    known = partial(_person_office, parts, tab, place)
    tab.person_panel.add_page("Office", LaterPage(parent=tab.person_panel, build=known))


def _chosen_in(tab: "CohortTab") -> tuple[str, ...]:
    """All who are chosen in the view in front, where it lets several be."""
    from npq_desktop.ui.office.office_table import OfficeTable

    table = tab.views.page().findChild(OfficeTable)
    return table.chosen_people() if isinstance(table, OfficeTable) else ()


def _bind_commands(parts: Parts, place: "OfficePlace") -> "Later[OfficeCommands]":
    def build(parent: MainWindow) -> "OfficeCommands":
        from npq_desktop.ui.office.commands import OfficeCommands

        return OfficeCommands(
            parent=parent,
            services=parts.application,
            bus=parts.bus,
            choose_file=parts.choose_file,
            place=place,
        )

    office = Later(parts.window, build)
    parts.bus.responses_found.connect(lambda files, person: office().receive(files, person))
    bind = parts.window.commands.bind
    for entry in filter(None, OFFICE):
        bind(entry.name, partial(_run, office, entry.name), when=partial(_may, office, entry.name))
    return office


def _run(office: "Later[OfficeCommands]", name: str) -> None:
    office().run(name)


def _may(office: "Later[OfficeCommands]", name: str) -> bool:
    return office().may(name)


def _assessment(
    parts: Parts,
    tab: "CohortTab",
    place: "OfficePlace",
    office: "Later[OfficeCommands]",
    page: QWidget,
) -> QWidget:
    from npq_desktop.ui.office.assessment.page import AssessmentPage
    from npq_desktop.ui.office.assessment.presenter import AssessmentPresenter

    view, commands = AssessmentPage(page), parts.window.commands
    presenter = AssessmentPresenter(
        page=view,
        office=parts.application.office,
        bus=parts.bus,
        place=place,
        commands=commands,
    )
    view.files_dropped.connect(lambda files, person: office().receive(files, person))
    fill_menu(commands, view.more_button.menu(), OFFICE)
    tab.order_view(*view.tab_order())
    parts.frame.group_opened.connect(presenter.hearing.open_group)
    presenter.hearing.open_group(parts.frame.group())
    return view


def _person_assessment(
    parts: Parts,
    tab: "CohortTab",
    place: "OfficePlace",
    office: "Later[OfficeCommands]",
    page: QWidget,
) -> QWidget:
    from npq_desktop.ui.office.assessment.person_page import PersonAssessmentPage
    from npq_desktop.ui.office.assessment.presenter import PersonAssessmentPresenter

    shown = PersonAssessmentPage(page)
    shown.filled.connect(partial(tab.person_panel.order_page, shown))
    presenter = PersonAssessmentPresenter(
        page=shown,
        office=parts.application.office,
        bus=parts.bus,
        place=place,
        count=lambda key, content: office().count(key, content),
    )
    parts.frame.group_opened.connect(presenter.hearing.open_group)
    presenter.hearing.open_group(parts.frame.group())
    return shown


def _office(parts: Parts, tab: "CohortTab", place: "OfficePlace", page: QWidget) -> QWidget:
    from npq_desktop.ui.office.overview.office_page import OfficePage
    from npq_desktop.ui.office.overview.office_presenter import OfficePresenter

    view, commands = OfficePage(page), parts.window.commands
    presenter = OfficePresenter(
        page=view,
        office=parts.application.office,
        bus=parts.bus,
        place=place,
        commands=commands,
    )
    fill_menu(commands, view.more_button.menu(), OFFICE)
    tab.order_view(*view.tab_order())
    parts.frame.group_opened.connect(presenter.hearing.open_group)
    presenter.hearing.open_group(parts.frame.group())
    return view


def _person_office(parts: Parts, tab: "CohortTab", place: "OfficePlace", page: QWidget) -> QWidget:
    from npq_desktop.ui.office.overview.office_presenter import PersonOfficePresenter
    from npq_desktop.ui.office.overview.person_office_page import PersonOfficePage

    shown = PersonOfficePage(page)
    shown.filled.connect(partial(tab.person_panel.order_page, shown))
    presenter = PersonOfficePresenter(
        page=shown,
        office=parts.application.office,
        bus=parts.bus,
        place=place,
        commands=parts.window.commands,
    )
    parts.frame.group_opened.connect(presenter.hearing.open_group)
    presenter.hearing.open_group(parts.frame.group())
    return shown
