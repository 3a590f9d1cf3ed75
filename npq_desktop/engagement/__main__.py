"""``python -m npq_desktop.engagement < in.json > out.json``: 0 and the answer, or 2 and a reason.

Reads standard input and writes standard output, nothing else.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys

from npq_desktop.engagement.documents import answer, read_document
from npq_desktop.engagement.errors import EngagementInputError


def main() -> int:
    """Answer the document on standard input; return the exit status."""
    argparse.ArgumentParser(
        prog="python -m npq_desktop.engagement",
        description="Reads engagement input as JSON on standard input, writes the answer as JSON.",
    ).parse_args()
    # The process ends with the answer: looking for reference cycles meanwhile only costs time.
    gc.disable()
    try:
        text = json.dumps(answer(read_document(sys.stdin.buffer.read())))
    except EngagementInputError as error:
        print(error, file=sys.stderr)
        return 2
    # ASCII, whatever the console's code page: a shell that recodes output cannot spoil it.
    sys.stdout.buffer.write(text.encode("ascii") + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
