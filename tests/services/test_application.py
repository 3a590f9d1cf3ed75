"""The services together: each is there when it is asked for, and none is loaded before."""

import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pytest

from npq_desktop.bootstrap import open_application
from npq_desktop.services.application import Application
from npq_desktop.services.core.laptop.places import Places

pytestmark = pytest.mark.slow

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


def test_a_start_without_a_change_writes_nothing(tmp_path: Path) -> None:
    places = Places.under(tmp_path)
    open_application(places).close()
    file = tmp_path / "npq.db"
    before = file.read_bytes(), file.stat().st_mtime_ns

    open_application(places).close()

    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_showing_a_register_does_not_load_the_engine(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from npq_desktop.bootstrap import open_application;"
        "from npq_desktop.services.core.laptop.places import Places;"
        "application = open_application(Places.under(Path(sys.argv[1])));"
        "application.register; application.close();"
        "print(*[name for name in sys.modules if name == 'npq_desktop.engagement'])"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == ""
