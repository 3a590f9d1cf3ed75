"""The register that tests of the tab use refuses what the services refuse, in the same words."""

from collections.abc import Callable
from typing import Any

from support.fake_registers import FakeRegister
from support.scenes import ABSENT, PRESENT, MakeScene

from npq_desktop.errors import NpqDesktopError
from npq_desktop.rows.register import SignoffOffer, unmarked

GONE, EVENT, OFF, STALE = "f" * 32, "m1.seminar", "m2.seminar", SignoffOffer("other words", 1, 0)


def _rest(it: Any, group: str, event: str, _: str) -> None:
    it.mark_rest(group, event, PRESENT, _unmarked(it, group, event))


def _unmarked(it: Any, group: str, event: str) -> tuple[str, ...]:
    return tuple(row.person for row in unmarked(it.view(group, event).rows))


def _everyone_twice(it: Any, group: str, event: str, _: str) -> None:
    for row in it.view(group, event).rows:
        it.mark(group, event, row.person, ABSENT)
    it.mark_rest(group, event, PRESENT, ())


def _sign(it: Any, group: str, event: str, _: str) -> None:
    it.sign_off(group, event, it.draft(group, event))


def _choose(it: Any, group: str, event: str, ann: str, *shown: str) -> None:
    it.choose(group, event, ann, "a" * 64, shown)


CASES: dict[str, tuple[str, Callable[[Any, str, str, str], object]]] = {
    "view of no event": (GONE, lambda it, g, e, ann: it.view(g, e)),
    "details of no event": (GONE, lambda it, g, e, ann: it.check_ran(g, e)),
    "details of one off": (OFF, lambda it, g, e, ann: it.check_ran(g, e)),
    "mark at no event": (GONE, lambda it, g, e, ann: it.mark(g, e, ann, PRESENT)),
    "mark at one off": (OFF, lambda it, g, e, ann: it.mark(g, e, ann, PRESENT)),
    "mark of nobody": (EVENT, lambda it, g, e, ann: it.mark(g, e, GONE, PRESENT)),
    "rest at no event": (GONE, lambda it, g, e, ann: it.mark_rest(g, e, PRESENT, ())),
    "rest at one off": (OFF, _rest),
    "rest of others": (EVENT, lambda it, g, e, ann: it.mark_rest(g, e, PRESENT, (ann, GONE))),
    "choice at one off": (OFF, _choose),
    "choice of nobody": (EVENT, lambda it, g, e, ann: _choose(it, g, e, GONE)),
    "choice without sides": (EVENT, _choose),
    "choice of other sides": (EVENT, lambda it, g, e, ann: _choose(it, g, e, ann, "b" * 64)),
    "note at no event": (GONE, lambda it, g, e, ann: it.set_note(g, e, ann, "late bus", "")),
    "note on nobody": (EVENT, lambda it, g, e, ann: it.set_note(g, e, GONE, "late bus", "")),
    "another note": (EVENT, lambda it, g, e, ann: it.set_note(g, e, ann, "late bus", "other")),
    "sign-off of no event": (GONE, _sign),
    "sign-off of one off": (OFF, _sign),
    "sign-off of nobody": (EVENT, _sign),
    "sign-off of others": (EVENT, lambda it, g, e, ann: it.sign_off(g, e, STALE)),
    "undo of nothing": (EVENT, lambda it, g, e, ann: it.undo(g)),
    "redo of nothing": (EVENT, lambda it, g, e, ann: it.redo(g)),
    "rest of nobody": (EVENT, _everyone_twice),
}


class _Services:
    """The three services that the fake is in one."""

    def __init__(self, application: Any) -> None:
        self._all = (application.register, application.signoff, application.undo)

    def __getattr__(self, name: str) -> Any:
        return next(getattr(each, name) for each in self._all if hasattr(each, name))


def _refusals(it: Any, group: str, ann: str) -> dict[str, str]:
    """What was refused, and how; "taken" for what was not."""
    found = {}
    for name, (event, act) in CASES.items():
        found[name] = "taken"
        try:
            act(it, group, event, ann)
        except NpqDesktopError as error:
            found[name] = f"{type(error).__name__}: {error}"
    return found


def test_the_fake_register_refuses_as_the_services_do(scene: MakeScene) -> None:
    real = scene("Ann", "Ben")
    real.write("event.set", event=OFF, state="did_not_run")
    register = real.application.register
    fake = FakeRegister(register.view(real.group, EVENT).rows, register.events(real.group))

    refused = _refusals(_Services(real.application), real.group, real.people["Ann"])

    assert _refusals(fake, real.group, real.people["Ann"]) == refused
    assert "taken" not in refused.values()
