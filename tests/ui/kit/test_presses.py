"""A key that is held down is one press, whether the system marks its repeats or not."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from npq_desktop.ui.kit.keys.presses import Presses

NO = Qt.KeyboardModifier.NoModifier
P, A = Qt.Key.Key_P, Qt.Key.Key_A


def press(key: Qt.Key, at_ms: int, *, marked: bool = False) -> QKeyEvent:
    event = QKeyEvent(QEvent.Type.KeyPress, key, NO, "", marked)
    event.setTimestamp(at_ms)
    return event


def release(key: Qt.Key, *, marked: bool = False) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyRelease, key, NO, "", marked)


def test_presses_without_a_release_between_are_one_key_held_down() -> None:
    keyboard = Presses()

    assert [keyboard.repeats(press(P, at)) for at in (1000, 1500, 1530, 1560)] == [
        False,
        True,
        True,
        True,
    ]


def test_a_key_pressed_again_after_its_release_is_another_press() -> None:
    keyboard = Presses()
    keyboard.repeats(press(P, 1000))

    keyboard.released(release(P))

    assert not keyboard.repeats(press(P, 1060))


def test_repeats_that_the_system_marks_are_repeats() -> None:
    keyboard = Presses()
    keyboard.repeats(press(P, 1000))
    keyboard.released(release(P, marked=True))

    assert keyboard.repeats(press(P, 1500, marked=True))


def test_the_next_key_is_a_press_although_the_first_is_not_up_yet() -> None:
    keyboard = Presses()
    keyboard.repeats(press(P, 1000))

    assert not keyboard.repeats(press(A, 1050))
    keyboard.released(release(P))
    keyboard.released(release(A))
    assert not keyboard.repeats(press(A, 1200))


def test_a_release_that_went_to_another_program_costs_no_press() -> None:
    keyboard = Presses()
    keyboard.repeats(press(P, 1000))

    assert not keyboard.repeats(press(P, 60_000))


def test_a_key_held_down_for_three_seconds_stays_one_press() -> None:
    keyboard = Presses()
    keyboard.repeats(press(P, 0))

    assert all(keyboard.repeats(press(P, at)) for at in range(1000, 3000, 30))
