"""What the person prefers, as texts in the settings file."""

from pathlib import Path

import pytest

from npq_desktop.services.core.laptop.places import SettingsFile
from npq_desktop.services.core.laptop.preferences import ALLOWED, TEXT_SIZES, Preferences


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def preferences(path: Path) -> Preferences:
    return Preferences(SettingsFile(path=path))


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_every_allowed_text_is_there_after_a_restart(path: Path, name: str) -> None:
    for text in ALLOWED[name]:
        preferences(path).choose(name, text)

        assert preferences(path).value(name) == text


def test_a_text_nobody_may_choose_counts_as_the_default_and_stays_in_the_file(path: Path) -> None:
    path.write_text('theme = "purple"\ntext_size = "tiny"\nhide_after = "1"\n', encoding="utf-8")
    read = preferences(path)

    assert (read.value("theme"), read.text_size, read.hide_after_minutes) == ("", 100, 10)
    read.choose("rows", "compact")
    assert '"theme" = "purple"' in path.read_text(encoding="utf-8")
    read.choose("theme", "")
    assert "purple" not in path.read_text(encoding="utf-8")


def test_what_is_not_allowed_cannot_be_chosen(path: Path) -> None:
    with pytest.raises(ValueError, match="purple"):
        preferences(path).choose("theme", "purple")


def test_names_may_never_be_hidden(path: Path) -> None:
    preferences(path).choose("hide_after", "never")

    assert preferences(path).hide_after_minutes is None


def test_the_notice_of_the_key_is_seen_once(path: Path) -> None:
    before = preferences(path).key_notice_seen
    preferences(path).note_key_notice()

    assert (before, preferences(path).key_notice_seen) == (False, True)


def test_the_sizes_are_those_that_may_be_chosen() -> None:
    assert sorted(map(str, TEXT_SIZES)) == sorted(ALLOWED["text_size"])
