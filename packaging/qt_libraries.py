"""The system libraries Qt wants on Linux: which are missing, and which packages hold them.

Standard library only. It asks ``ldd`` and never looks into a package manager's database; what it
cannot map to a package it names by file, so that a person can.
"""

import subprocess
from pathlib import Path

PLUGINS = ("libqoffscreen.so", "libqxcb.so", "libqwayland.so")

# file wanted: (package on Debian and Ubuntu, package on Fedora and its kin)
PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libGLX.so.0": ("libglx0", "libglvnd-glx"),
    "libGLdispatch.so.0": ("libglvnd0", "libglvnd"),
    "libOpenGL.so.0": ("libopengl0", "libglvnd-opengl"),
    "libICE.so.6": ("libice6", "libICE"),
    "libSM.so.6": ("libsm6", "libSM"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libz.so.1": ("zlib1g", "zlib"),
}


def missing_in(ldd_output: str) -> tuple[str, ...]:
    """The file names ``ldd`` could not find, each once, in alphabetical order."""
    lines = (line.strip() for line in ldd_output.splitlines())
    return tuple(sorted({line.split(" ")[0] for line in lines if line.endswith("=> not found")}))


def packages_for(sonames: tuple[str, ...], family: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The packages that hold ``sonames``, and the names no package is known for.

    ``family`` is ``"debian"`` or ``"fedora"``; both answers are sorted and without repetition.
    """
    column = 0 if family == "debian" else 1
    known = {PACKAGES[name][column] for name in sonames if name in PACKAGES}
    return tuple(sorted(known)), tuple(sorted(name for name in sonames if name not in PACKAGES))


def needed_plugin(environment: dict[str, str]) -> str:
    """The platform plugin this session will use, by its file name."""
    chosen = environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if chosen:
        return "libq" + ("wayland" if chosen.startswith("wayland") else chosen) + ".so"
    if environment.get("DISPLAY"):
        return "libqxcb.so"
    return "libqwayland.so" if environment.get("WAYLAND_DISPLAY") else "libqoffscreen.so"


def missing_libraries(plugins: Path) -> dict[str, tuple[str, ...]]:
    """For each platform plugin in the folder ``plugins``: the libraries it wants and lacks.

    Empty where there is nothing to ask: no such folder, or a system without ``ldd``.
    """
    found = {}
    for name in PLUGINS:
        if (plugins / name).exists():
            missing = missing_in(_ldd(plugins / name))
            if missing:
                found[name] = missing
    return found


def _ldd(library: Path) -> str:
    try:
        answer = subprocess.run(
            ["/usr/bin/ldd", str(library)], capture_output=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.decode(errors="replace")
