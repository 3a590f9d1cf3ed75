"""What the keyboard meets on every page and dialog: Tab, focus that is seen, Enter, keys shown."""

import pytest
from support.dialog_table import BEGINS
from support.walk import Walk

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("walk")]


def test_every_page_has_one_primary_button_and_shows_no_key_twice(walk: Walk) -> None:
    assert walk.pages["keys_shown"] == []


def test_tab_meets_every_control_of_a_page_once(walk: Walk) -> None:
    assert walk.pages["tab_order"] == []


def test_what_has_the_focus_on_a_page_is_seen(walk: Walk) -> None:
    assert walk.pages["focus"] == []


def test_every_dialog_has_one_primary_button_and_shows_no_key_twice(walk: Walk) -> None:
    assert walk.dialogs["keys_shown"] == []


def test_tab_meets_every_control_of_a_dialog_once(walk: Walk) -> None:
    assert walk.dialogs["tab_order"] == []


def test_every_dialog_begins_and_ends_as_the_rules_say(walk: Walk) -> None:
    assert walk.dialogs["first_focus"] == []
    assert walk.begins == BEGINS
