"""Lays out a Debian package: the frozen program, its place in menus, and its kind of file."""

import platform
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent / "linux"
ID = "org.npqdesktop.NPQDesktop"
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
DEPENDS = (
    "libc6 (>= 2.35), libdbus-1-3, libegl1, libfontconfig1, libgl1, libxkbcommon0, "
    "libxkbcommon-x11-0, libxcb-cursor0, libxcb-icccm4, libxcb-image0, "
    "libxcb-keysyms1, libxcb-randr0, libxcb-render-util0, libxcb-shape0, "
    "libxcb-xinerama0, libxcb-xkb1"
)
"""What Qt draws and prints with, and the oldest glibc."""
CONTROL = """Package: npq-desktop
Version: {version}
Architecture: {machine}
Maintainer: NPQ Desktop <noreply@npqdesktop.org>
Installed-Size: {size}
Depends: {depends}
Recommends: gnome-keyring | libpam-kwallet5, fonts-dejavu-core | fonts-noto-core
Section: education
Priority: optional
Description: Registers, task review and engagement on the NPQLPM
 Takes seminar registers offline, reviews tasks and shows who will reach 90%
 engagement on the NPQ in Leading Primary Mathematics. Removing the package
 leaves the data of every account where they are.
"""


def lay_out(tree: Path, program: Path, icons: Path, version: str) -> Path:
    """Fill ``tree`` with what the package installs, and its control file; returns ``tree``."""
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(program, tree / "opt" / "npq-desktop", symlinks=True)
    link = tree / "usr" / "bin" / "npq-desktop"
    link.parent.mkdir(parents=True)
    link.symlink_to("/opt/npq-desktop/npq-desktop")
    share = tree / "usr" / "share"
    _put(HERE / f"{ID}.desktop", share / "applications")
    _put(HERE / f"{ID}.metainfo.xml", share / "metainfo")
    _put(HERE / "npq-desktop.xml", share / "mime" / "packages")
    for picture in icons.glob("app-*.png"):
        side = picture.stem.removeprefix("app-")
        place = share / "icons" / "hicolor" / f"{side}x{side}"
        _put(picture, place / "apps", f"{ID}.png")
        _put(picture, place / "mimetypes", "application-vnd.npqdesktop.sync.png")
    _put(
        HERE.parent.parent / "resources" / "app_icon.svg",
        share / "icons/hicolor/scalable/apps",
        f"{ID}.svg",
    )
    _put(HERE.parent.parent / "LICENSE", share / "doc" / "npq-desktop", "copyright")
    kilobytes = sum(each.stat().st_size for each in tree.rglob("*") if each.is_file()) // 1024
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    machine = MACHINES.get(platform.machine(), platform.machine())
    text = CONTROL.format(depends=DEPENDS, version=version, machine=machine, size=kilobytes)
    control.write_text(text, encoding="utf-8")
    return tree


def _put(file: Path, folder: Path, name: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / (name or file.name)
    shutil.copyfile(file, target)
    target.chmod(0o644)
