"""What the Help menu and Settings open; each window is imported when it is first asked for."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from npq_desktop.ui.frame.look import LookCommands
from npq_desktop.ui.frame.main_window import MainWindow
from npq_desktop.ui.frame.menus import Tab
from npq_desktop.ui.kit.bus import Bus
from npq_desktop.ui.kit.dialogs.file_choice import ChooseFile, FileRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from npq_desktop.services.application import Application

GUIDE_TITLES = {
    Tab.COHORT: ("Who reaches 90%",),
    Tab.REGISTER: ("Marking", "First seminar"),
    Tab.REVIEW: ("Reviewing",),
}
"""Which page of the guide is about each tab: the first of these titles that there is."""
PRIVACY_TITLES = ("Privacy",)


class HelpCommands(QObject):
    """Binds the commands that open a window about the program itself."""

    def __init__(
        self,
        *,
        parent: MainWindow,
        services: "Application",
        look: LookCommands,
        bus: Bus,
        choose_file: ChooseFile,
    ) -> None:
        super().__init__(parent)
        self._window, self._services, self._look = parent, services, look
        self._bus, self._choose_file = bus, choose_file
        opens: dict[str, Callable[[], None]] = {
            "guide": lambda: self._show_guide(self._titles_of_front()),
            "shortcuts": self._show_shortcuts,
            "one_page": self._ask_one_page,
            "privacy": lambda: self._show_guide(PRIVACY_TITLES),
            "news": self._show_news,
            "check": self._show_check,
            "support": self._ask_support,
            "about": self._show_about,
            "settings": self._show_settings,
        }
        for name, show in opens.items():
            parent.commands.bind(name, show)

    def _titles_of_front(self) -> tuple[str, ...]:
        front = self._window.commands.page
        return GUIDE_TITLES[Tab(front)] if front in GUIDE_TITLES else ()

    def _show_guide(self, titles: tuple[str, ...]) -> None:
        from npq_desktop.ui.frame.pages_window import PagesWindow, guide_page_for, guide_pages

        pages = guide_pages()
        if not pages:
            self._show_shortcuts()
            return
        first = guide_page_for(pages, titles)
        PagesWindow(parent=self._window, title="Guide", pages=pages, first=first).open()

    def _ask_one_page(self) -> None:
        from npq_desktop.ui.frame.one_page import SUGGESTED, save_one_page

        filters = ("PDF (*.pdf)",)
        request = FileRequest("Save the page", save=True, suggested=SUGGESTED, filters=filters)

        def save(path: Path) -> None:
            if self._bus.attempt(lambda: save_one_page(path)):
                self._bus.said.emit(f"The page is saved as {path.name}.")

        self._choose_file(self._window, request, save)

    def _show_shortcuts(self) -> None:
        from npq_desktop.ui.frame.shortcuts_sheet import ShortcutsSheet

        ShortcutsSheet(parent=self._window, commands=self._window.commands).open()

    def _show_news(self) -> None:
        from npq_desktop.ui.frame.pages_window import PagesWindow, news_pages

        PagesWindow(parent=self._window, title="What is new", pages=news_pages()).open()

    def _show_check(self) -> None:
        from npq_desktop.ui.frame.check_dialog import CheckDialog

        CheckDialog(parent=self._window).open()

    def _ask_support(self) -> None:
        from npq_desktop.services.safety.support_report import SupportReport
        from npq_desktop.ui.frame.about_dialog import version_lines

        services = self._services
        report = SupportReport(services.core, places=services.places)
        request = FileRequest(
            "Save a report for support",
            save=True,
            suggested="NPQ Desktop report.txt",
            filters=("Text (*.txt)",),
        )

        def save(path: Path) -> None:
            if self._bus.attempt(lambda: report.save(path, version_lines())):
                self._bus.said.emit(f"Report saved as {path.name}. It holds no names.")

        self._choose_file(self._window, request, save)

    def _show_about(self) -> None:
        from npq_desktop.ui.frame.about_dialog import AboutDialog

        AboutDialog(parent=self._window, places=self._services.places).open()

    def _show_settings(self) -> None:
        from npq_desktop.ui.frame.settings_dialog import SettingsDialog

        SettingsDialog(
            parent=self._window,
            services=self._services,
            look=self._look,
            choose_file=self._choose_file,
            open_command=lambda name: self._window.commands.action(name).trigger(),
        ).open()
