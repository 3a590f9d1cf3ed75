"""A folder that several laptops see: our file of each group goes in, everybody else's comes out.

A round is in three parts: :meth:`~SharedFolderService.begin` gives a job for another thread, which
touches files alone; its answer goes to :meth:`~SharedFolderService.finish`; then each file is taken
in by itself with :meth:`~SharedFolderService.take_next`, so that marks come first. Nobody is asked
about a file: what came in stands in the exchange log. Source: journal/FORMAT.md, section 7.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from npq_desktop.errors import ServiceError
from npq_desktop.rows.exchange import SharedFolderState, SharedFolderStep
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.preferences import SET_BY_SCHOOL
from npq_desktop.services.exchange import folder_words as words
from npq_desktop.services.exchange.bundles import ExchangeService
from npq_desktop.services.exchange.folder_rounds import FolderRounds, Job
from npq_desktop.sync.rounds import RoundResult

_SETTING = "shared_folder"


class SharedFolderService:
    """The shared folder of this data folder; all but the job runs on the store's own thread."""

    def __init__(self, core: Core, *, exchange: ExchangeService) -> None:
        self._core = core
        self._exchange = exchange
        self._rounds: FolderRounds | None = None
        self._number = 0
        self.folder: Path | None = None
        """The folder that was chosen, there or not; None where none was."""
        kept = core.store.local.setting(_SETTING)
        folder = core.policy.shared_path or (Path(kept["folder"]) if kept else None)
        if folder is not None:
            self._use(folder, tuple(kept["groups"]) if kept else ())

    @property
    def is_set_by_school(self) -> bool:
        """Whether the machine's policy names the folder, so that nobody can choose another here."""
        return bool(self._core.policy.shared_folder)

    @property
    def pending(self) -> int:
        """How many files were read and not yet taken in."""
        return self._rounds.pending if self._rounds else 0

    def choose(self, folder: Path) -> None:
        """Use this folder from now on; the groups that were shared in another one are here too.

        Raises:
            ServiceError: it is no folder, the one where this laptop keeps its own data, or the
                school has set another.
        """
        self._check_own_choice()
        if not folder.is_dir():
            raise ServiceError(f"“{folder}” is not there. Choose a folder that is.")
        if self._core.store.path.resolve().is_relative_to(folder.resolve()):
            raise ServiceError(
                "NPQ Desktop keeps its own data inside this folder. Choose another one that your "
                "colleagues see as well."
            )
        groups = self._rounds.groups if self._rounds else ()
        self._keep(folder, groups)
        self._use(folder, groups)

    def share(self, group: str, *, on: bool) -> None:
        """Keep a file of this group in the folder, or write none any more.

        Raises:
            ServiceError: this laptop is no member of the group, or no folder is chosen.
        """
        if self._rounds is None or self.folder is None:
            raise ServiceError("Choose a folder first.")
        if on:
            self._exchange.check_may_send(group)
        others = [one for one in self._rounds.groups if one != group]
        groups = (*others, *([group] if on else []))
        self._keep(self.folder, groups)
        self._rounds.share(groups)

    def without(self, group: str) -> Mapping[str, object]:
        """The setting to write so that no file of a group is kept there any more."""
        if self._rounds is None or self.folder is None:
            return {}
        return {_SETTING: _kept(self.folder, [g for g in self._rounds.groups if g != group])}

    def leave(self, group: str) -> None:
        """Write no file of a group that has left this laptop; what lies in the folder stays."""
        if self._rounds is not None and self.folder is not None:
            self._use(self.folder, tuple(one for one in self._rounds.groups if one != group))

    def stop(self) -> None:
        """Use no folder any more; what lies there stays.

        Raises:
            ServiceError: the school has set the folder.
        """
        self._check_own_choice()
        self._core.store.local.save_setting(_SETTING, None)
        self._rounds, self.folder = None, None

    def _check_own_choice(self) -> None:
        if self.is_set_by_school:
            raise ServiceError(SET_BY_SCHOOL)

    def state(self) -> SharedFolderState:
        """How things stand, for the panel and the dialog."""
        if self._rounds is None:
            return SharedFolderState(None, words.NO_FOLDER)
        return self._rounds.state()

    def begin(self) -> Job | None:
        """The next round as a job for any thread; None without a folder, or while one is open."""
        job = self._rounds.begin() if self._rounds else None
        self._number = self._rounds.number if self._rounds else self._number
        return job

    def finish(self, found: RoundResult) -> tuple[SharedFolderStep, ...]:
        """Take note of a round's answer; files with entries then wait for :meth:`take_next`.

        Raises:
            StoreError: the exchange log could not be written.
        """
        return self._rounds.finish(found) if self._rounds else ()

    def take_next(self) -> SharedFolderStep:
        """Take in the next file that was read, in one transaction of its own.

        What goes wrong with it is kept as a notice, and the file is read again later.
        """
        return self._rounds.take_next() if self._rounds and self.pending else SharedFolderStep()

    def _use(self, folder: Path, groups: tuple[str, ...]) -> None:
        self.folder = folder
        self._rounds = FolderRounds(
            self._core,
            folder=folder,
            groups=groups,
            number=self._number + 1,
            exchange=self._exchange,
        )

    def _keep(self, folder: Path, groups: tuple[str, ...]) -> None:
        self._core.store.local.save_setting(_SETTING, _kept(folder, groups))


def _kept(folder: Path, groups: Iterable[str]) -> Mapping[str, object]:
    return {"folder": str(folder), "groups": list(groups)}
