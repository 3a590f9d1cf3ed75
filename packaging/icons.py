"""Draws the program's icon as PNG in every size, and as ICO and ICNS: `icons.py FOLDER`."""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

SIDES = (16, 24, 32, 48, 64, 128, 256, 512)
ICNS = ((b"ic07", 128), (b"ic08", 256), (b"ic09", 512))
DRAWING = Path(__file__).resolve().parent.parent / "resources" / "app_icon.svg"


def png(side: int) -> bytes:
    """The drawing as a square picture."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def ico(pictures: "dict[int, bytes]") -> bytes:
    """A Windows icon of these pictures by side; 0 in its table means 256."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset, table = len(head) + 16 * len(pictures), b""
    for side, data in pictures.items():
        table += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return head + table + b"".join(pictures.values())


def icns(pictures: "dict[int, bytes]") -> bytes:
    """A macOS icon of these pictures by side."""
    parts = [(kind, pictures[side]) for kind, side in ICNS]
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in parts)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main(folder: Path) -> None:
    """Write all of them into a folder."""
    application = QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {side: png(side) for side in SIDES}
    for side, data in pictures.items():
        (folder / f"app-{side}.png").write_bytes(data)
    small = {side: data for side, data in pictures.items() if side <= 256}
    (folder / "app.ico").write_bytes(ico(small))
    (folder / "app.icns").write_bytes(icns(pictures))
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
