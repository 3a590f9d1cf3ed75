"""The command ``python -m npq_desktop.engagement`` as another program calls it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from engagement_faults import GOOD
from make_conformance import ROOT
from support.children import unwatched

from npq_desktop.engagement import evaluate_document

pytestmark = pytest.mark.slow


def run(text: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "npq_desktop.engagement", *arguments]
    return subprocess.run(command, input=text, capture_output=True, cwd=ROOT, check=False)


def test_command_writes_the_answer_and_exits_0():
    done = run(json.dumps(GOOD).encode())

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == evaluate_document(GOOD)


def test_command_keeps_ids_beyond_ascii():
    done = run(json.dumps(GOOD, ensure_ascii=False).replace("p1", "Zoë 日本").encode())

    assert json.loads(done.stdout)["participants"][0]["id"] == "Zoë 日本"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"rule": ' + b"9" * 4301 + b"}",
        b'{"\\ud800": 1, "rule": {}, "as_of": "", "participants": []}',
        json.dumps(GOOD).replace('"p1"', '"\\ud800"').encode(),
        json.dumps(GOOD).replace("90", "NaN").encode(),
    ],
)
def test_command_refuses_bad_input_with_2_a_sentence_and_no_output(text):
    done = run(text)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"The engagement input cannot be used. ")
    assert done.stderr.count(b"\n") == 1


def test_command_refuses_arguments_with_2():
    assert run(b"", "in.json").returncode == 2


def test_engine_loads_neither_window_nor_database():
    code = (
        "import sys, npq_desktop.engagement.__main__\n"
        "heavy = {'PySide6', 'sqlalchemy', 'sqlcipher3', 'sqlite3', 'logging'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=unwatched(), check=False, capture_output=True
    )

    assert done.returncode == 0, done.stderr
