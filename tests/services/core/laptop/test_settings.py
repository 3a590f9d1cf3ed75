"""The laptop's settings file, and the few facts of the profile."""

import tomllib
from pathlib import Path

import pytest

from npq_desktop.errors import ServiceError
from npq_desktop.services.core.laptop.places import Places, Settings, SettingsFile

FOREIGN = r"""
colour = "blue"
"key with é, \" and \\" = "tab\t, line\n, delete\u007f, 🙂"
limit = 3
ratio = 0.5
endless = inf
on = true
since = 2026-09-01
at = 2026-09-01T08:50:00+01:00
clock = 08:50:00
list = [1, [2, 3], {deep = "x"}]

[window]
width = 800

[window.inner]
height = 600

[[tables]]
name = "first"

[[tables]]
name = "second"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_no_file_is_the_defaults(path: Path) -> None:
    assert SettingsFile(path=path).current == Settings()


def test_a_change_is_there_for_the_next_start(path: Path) -> None:
    SettingsFile(path=path).change(last_group="g1")

    SettingsFile(path=path).change(store_id="s1")

    current = SettingsFile(path=path).current
    assert (current.last_group, current.store_id) == ("g1", "s1")


def test_unknown_keys_of_every_kind_are_kept(path: Path) -> None:
    path.write_text(FOREIGN, encoding="utf-8")
    before = tomllib.loads(FOREIGN)

    SettingsFile(path=path).change(last_group="g1")
    SettingsFile(path=path).change(last_group="g2")

    after = tomllib.loads(path.read_text(encoding="utf-8"))
    own = {"last_group": "g2"}
    assert after == {**before, **own}


@pytest.mark.parametrize(
    "text", [b"last_group = ", b"\xff\xfe", b"store_id = 7\n", b"a = 1\na = 2\n"]
)
def test_a_broken_file_is_refused_and_left_as_it_is(path: Path, text: bytes) -> None:
    path.write_bytes(text)

    with pytest.raises(ServiceError, match="cannot be read"):
        SettingsFile(path=path)

    assert path.read_bytes() == text


def test_a_file_that_cannot_be_written_is_said_and_the_values_stay(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    settings = SettingsFile(path=tmp_path / "new" / "settings.toml")
    settings._path = tmp_path / "taken" / "settings.toml"

    with pytest.raises(ServiceError, match="cannot be written"):
        settings.change(last_group="g1")

    assert settings.current.last_group == ""


def test_a_chosen_folder_holds_everything(tmp_path: Path) -> None:
    places = Places.chosen(tmp_path)

    assert places.settings_file.parent == places.key_file.parent == places.data == tmp_path
    assert places.log.is_relative_to(tmp_path)


def test_without_a_folder_the_systems_own_places_are_used(home: Path) -> None:
    places = Places.chosen(None)

    assert all(each.is_relative_to(home) for each in (places.data, places.config, places.log))
    assert not any(home.iterdir())
