"""Names of time zones as calendar programs write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npq_desktop.interchange.calendars.zone_names import zone_called


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        *(("Europe/London", 1), ("EUROPE/LONDON", 1), ("London", 1), ("GMT Standard Time", 1)),
        *(("gmt standard time", 1), ("/mozilla.org/20050126_1/Europe/London", 1)),
        *(("(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", 1), ("UTC+01:00", 1)),
        *(("Romance Standard Time", 2), ("New York", -4), ("Pacific Time", -7), ("GMT-5", -5)),
        *(("Etc/GMT+1", -1), ("America/Argentina/Buenos_Aires", -3), ("+0530", 5.5)),
        *(("utc", 0), ("tzone://Microsoft/Utc", 0), ("Coordinated Universal Time", 0)),
    ],
)
def test_zone_is_known_by_its_name(name: str, hours: float) -> None:
    zone = zone_called(name)

    assert zone is not None
    assert datetime(2026, 7, 1, tzinfo=UTC).astimezone(zone).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    "name",
    [
        *("", "Customized Time Zone", "tzone://Microsoft/Custom", "BST", "Local", "1", "UTC+99"),
        *("localtime", "Factory", "(UTC+01:00) Somewhere", "Middle Earth/Shire", "x" * 999),
    ],
)
def test_name_of_no_zone_is_unknown(name: str) -> None:
    assert zone_called(name) is None


@pytest.mark.slow
@given(st.text(max_size=40))
def test_any_name_is_a_zone_or_unknown(name: str) -> None:
    zone = zone_called(name)

    assert zone is None or datetime(2026, 7, 1, tzinfo=zone).utcoffset() is not None
