"""Pictures of every component, page and dialog in every set of colours, and their contrasts."""

from npq_desktop.ui.selftest.gallery.parts import run_gallery, run_gallery_child, run_pictures

__all__ = ["run_gallery", "run_gallery_child", "run_pictures"]
