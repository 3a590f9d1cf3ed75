"""Lets the engine's tests import the oracle, the samples and the conformance cases beside them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
