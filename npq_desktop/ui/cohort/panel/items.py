"""How the state of a task or event is drawn."""

from collections.abc import Mapping

from PySide6.QtGui import QIcon

from npq_desktop.ui.kit.paint.icons import icons
from npq_desktop.ui.kit.paint.tokens import Tokens

_DRAWINGS: Mapping[str, tuple[str, str]] = {
    "earned": ("saved", "muted"),
    "part": ("late", "warn"),
    "open": ("ring", "muted"),
    "lost": ("failed", "danger"),
    "unknown": ("question", "violet"),
    "excused": ("struck", "muted"),
}


def state_icon(state: str, colours: Tokens) -> QIcon:
    """The icon of a state, in colour where something was lost or is not known."""
    drawing, tone = _DRAWINGS.get(state, _DRAWINGS["unknown"])
    return icons().icon(drawing, getattr(colours, tone))
