"""The services together: each is there when it is asked for, and none is loaded before."""

import subprocess
import sys
from functools import cached_property
from pathlib import Path

from npq_desktop.services.application import Application

ROOT = Path(__file__).resolve().parents[2]


def test_every_service_is_the_one_its_name_promises(application: Application) -> None:
    services = {n: v for n, v in vars(Application).items() if isinstance(v, cached_property)}
    promised = {name: value.func.__annotations__["return"] for name, value in services.items()}

    assert {name: type(getattr(application, name)).__name__ for name in services} == promised


def test_loading_the_application_loads_no_service_that_a_start_may_do_without() -> None:
    code = "import sys, npq_desktop.services.application; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    rooms = {name.split(".")[2] for name in answer.stdout.split() if name.count(".") > 2}
    assert "core" in rooms
    assert rooms & {"register", "review", "intake", "cohort", "safety", "rights"} == set()
