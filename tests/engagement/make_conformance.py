"""Writes resources/conformance/engagement.json: ``python tests/engagement/make_conformance.py``.

Run by hand only, after a change to engagement/RULES.md; the answers come from the engine and are
checked against the oracle by the tests.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from engagement_answers import EXACT_TOTALS, answers, written  # noqa: E402
from engagement_faults import faults  # noqa: E402

from npq_desktop.engagement import evaluate_document  # noqa: E402

CONFORMANCE = ROOT / "resources" / "conformance" / "engagement.json"

ABOUT = f"""\
Cases for any implementation of the engagement engine.
A case with 'output' has the exact answer to 'input': compare the parsed JSON, and that the members
come in the same order.
A case with 'error' must be refused as a whole: no answer, and a message that names the place.
'participant' and 'item' are ids, or the position counted from 1 where there is no usable id (no
non-empty text), or null outside one; 'field' is the member, inside the rule as a path counted from
0, or null for the whole of what is named.
'input_text' stands where it matters how the input is written. A reader of JSON that refuses such a
text by itself may name nothing; it must still refuse.
Each refused case has one fault, so the order of checks does not matter.
The cases 'exactly 90' hold every combination that is exactly 90 under 30, 20, 50 with totals from
{EXACT_TOTALS[0]} to {EXACT_TOTALS[-1]} on every side.
Ids and dates compare by code point, not by UTF-16 unit or alphabet; whole numbers grow beyond 64
bits."""


def conformance() -> dict[str, object]:
    """Return the whole file's content, the answers calculated now."""
    answered = [
        {"name": name, "why": why, "input": asked, "output": evaluate_document(asked)}
        for name, why, asked in answers()
    ]
    as_text = [
        {
            "name": name,
            "why": why,
            "input_text": text,
            "output": evaluate_document(json.loads(text)),
        }
        for name, why, text in written()
    ]
    return {"about": ABOUT.splitlines(), "cases": [*answered, *as_text, *faults()]}


def text_of(content: dict[str, object]) -> str:
    """Return ``content`` as the file has it: ASCII, one case a line, so that changes show."""
    about = json.dumps(content["about"], indent=1)
    cases = ",\n".join(json.dumps(case) for case in content["cases"])
    return f'{{"about": {about},\n"cases": [\n{cases}\n]}}\n'


if __name__ == "__main__":
    CONFORMANCE.write_text(text_of(conformance()), encoding="ascii", newline="\n")
