"""Whether a home is private and names clients that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from dictation.home import Settings, SmtpSettings, init_home
from dictation.home.checking import check_home, check_tables
from dictation.home.settings import CalendarSettings
from dictation.model.check import Verdict


@pytest.mark.parametrize("mode", [0o750, 0o701])
def test_a_home_that_others_may_look_into_is_told(tmp_path: Path, mode: int) -> None:
    home = init_home(tmp_path / "home")
    assert next(check_home(home)).verdict is Verdict.OK
    home.path.chmod(mode)
    told = next(check_home(home))
    assert (told.verdict, told.remedy) == (Verdict.WARNING, f"chmod 700 {home.path}")


def test_accounts_and_calendars_of_nobody_are_told() -> None:
    settings = Settings(
        accounts={"hart": SmtpSettings(), "heart": SmtpSettings()}, calendars={"deer": CalendarSettings()}
    )
    told = check_tables(settings, ["hart", "dear"])
    assert told.verdict is Verdict.WARNING
    assert told.found.endswith("[accounts.heart], [calendars.deer]")
    assert check_tables(settings, ["hart", "heart", "deer"]).verdict is Verdict.OK
