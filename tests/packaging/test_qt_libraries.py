"""Which system libraries are missing, and which packages hold them."""

from types import ModuleType

import pytest

pytestmark = pytest.mark.slow

LDD = """\
\tlinux-vdso.so.1 (0x00007ffd6a5f2000)
\tlibxcb-icccm.so.4 => not found
\tlibX11.so.6 => /lib/x86_64-linux-gnu/libX11.so.6 (0x00007f1)
\tlibxcb-icccm.so.4 => not found
\tlibEGL.so.1 => not found
"""


def test_ldd_output_yields_each_missing_library_once(qt_libraries: ModuleType) -> None:
    assert qt_libraries.missing_in(LDD) == ("libEGL.so.1", "libxcb-icccm.so.4")


def test_ldd_output_of_a_whole_system_yields_nothing(qt_libraries: ModuleType) -> None:
    assert qt_libraries.missing_in("\tlibz.so.1 => /lib/libz.so.1 (0x1)\n") == ()


@pytest.mark.parametrize(
    ("family", "packages"),
    [("debian", ("libegl1", "libxcb-icccm4")), ("fedora", ("libglvnd-egl", "xcb-util-wm"))],
)
def test_missing_libraries_have_packages_in_each_family(
    qt_libraries: ModuleType, family: str, packages: tuple[str, ...]
) -> None:
    found, unknown = qt_libraries.packages_for(("libEGL.so.1", "libxcb-icccm.so.4"), family)

    assert (found, unknown) == (packages, ())


def test_two_libraries_of_one_package_name_it_once(qt_libraries: ModuleType) -> None:
    found, _ = qt_libraries.packages_for(("libglib-2.0.so.0", "libgthread-2.0.so.0"), "debian")

    assert found == ("libglib2.0-0",)


def test_an_unknown_library_is_handed_back_by_name(qt_libraries: ModuleType) -> None:
    found, unknown = qt_libraries.packages_for(("libfuture.so.9",), "debian")

    assert (found, unknown) == ((), ("libfuture.so.9",))


@pytest.mark.parametrize(
    ("environment", "plugin"),
    [
        ({}, "libqoffscreen.so"),
        ({"DISPLAY": ":0"}, "libqxcb.so"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "libqwayland.so"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "libqxcb.so"),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "libqoffscreen.so"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "libqwayland.so"),
        ({"QT_QPA_PLATFORM": "wayland-egl"}, "libqwayland.so"),
    ],
)
def test_the_session_decides_which_plugin_is_needed(
    qt_libraries: ModuleType, environment: dict[str, str], plugin: str
) -> None:
    assert qt_libraries.needed_plugin(environment) == plugin


def test_a_folder_without_plugins_lacks_nothing(qt_libraries: ModuleType, tmp_path) -> None:
    assert qt_libraries.missing_libraries(tmp_path) == {}
