"""Undo, step by step, of what this laptop did in this run of the program.

A step is everything one action wrote. It is taken back by events of its own, so that undo works
before and after an exchange, and never over what a colleague has recorded since.
Source: ui/SCREENS.md, "Seminar register"; journal/FORMAT.md, section 4.
"""

from dataclasses import dataclass, field, replace

from npq_desktop.errors import ServiceError
from npq_desktop.rows.changes import Changes
from npq_desktop.rows.register import Undone
from npq_desktop.services.core.recorder import Recorded, Recorder


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One action: what it is called, the events to take back, the row to select afterwards."""

    words: str
    ids: tuple[str, ...]
    event: str | None = None
    person: str | None = None


@dataclass(slots=True)
class _History:
    done: list[UndoStep] = field(default_factory=list)
    undone: list[UndoStep] = field(default_factory=list)


class UndoService:
    """The steps of each group, newest last; gone when the program closes."""

    def __init__(self, *, recorder: Recorder) -> None:
        self._recorder = recorder
        self._histories: dict[str, _History] = {}

    def remember(self, group: str, step: UndoStep) -> None:
        """A new action: what was undone before can no longer be redone."""
        history = self._history(group)
        history.done.append(step)
        history.undone.clear()

    def forget(self, group: str) -> None:
        """Drop the steps of a group: what was done is no longer to be taken back."""
        self._histories.pop(group, None)

    def next_words(self, group: str) -> str:
        """What undo would do now, "" when there is nothing to undo."""
        done = self._history(group).done
        return f"undo {done[-1].words}" if done else ""

    def next_redo_words(self, group: str) -> str:
        """What redo would do now, "" when there is nothing to redo."""
        undone = self._history(group).undone
        return f"redo {undone[-1].words}" if undone else ""

    def undo(self, group: str) -> tuple[Changes, Undone]:
        """Take the last step back.

        Raises:
            ServiceError: there is none, or something was recorded over it since; the step is
                then dropped, so that the one before it can still be reached.
        """
        history = self._history(group)
        recorded, step = self._take_back(group, history.done, "undo")
        history.undone.append(replace(step, ids=recorded.ids))
        return recorded.changes, _undone(step, "Undone")

    def redo(self, group: str) -> tuple[Changes, Undone]:
        """Do the step again that was undone last; raises as :meth:`undo`."""
        history = self._history(group)
        recorded, step = self._take_back(group, history.undone, "redo")
        history.done.append(replace(step, ids=recorded.ids))
        return recorded.changes, _undone(step, "Done again")

    def _take_back(self, group: str, steps: list[UndoStep], verb: str) -> tuple[Recorded, UndoStep]:
        if not steps:
            raise ServiceError(f"There is nothing to {verb}.")
        step = steps[-1]
        try:
            recorded = self._recorder.undo(group, step.ids)
        except ServiceError:
            steps.pop()
            raise
        steps.pop()
        return recorded, step

    def _history(self, group: str) -> _History:
        return self._histories.setdefault(group, _History())


def _undone(step: UndoStep, verb: str) -> Undone:
    return Undone(words=f"{verb}: {step.words}", event=step.event, person=step.person)
