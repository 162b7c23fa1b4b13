"""Economics that do not go together with the rest of the scenario."""

from pathlib import Path

import pytest
from tests.scenario.small import TEXT, changed, loaded, unnumbered

from voltwin.scenario import ScenarioError

DAY = "horizon: 1d"
VALUES = "prices_per_kwh: [" + ", ".join(["0.1"] * 24) + "]"


def economics(begins: str, more: str = "") -> str:
    return f"economics: {{currency: EUR, tariff: {{begins: '{begins}', {VALUES}{more}}}}}"


def test_prices_may_cover_the_run_to_the_hour(tmp_path: Path) -> None:
    loaded(tmp_path, changed("", f"{DAY}\n{economics('2026-01-05T00:00')}"))


NEEDS = "2026-01-05 00:00+0000 to 2026-01-06 00:00+0000"


@pytest.mark.parametrize(
    ("begins", "more", "problem"),
    [
        (
            "2026-01-05T01:00",
            "",
            "economics.tariff: has prices from 2026-01-05 01:00+0000 to 2026-01-06 01:00+0000; "
            f"the run needs them from {NEEDS}",
        ),
        (
            "2026-01-05T00:00+01:00",
            "",
            "economics.tariff: has prices from 2026-01-05 00:00+0100 to 2026-01-06 00:00+0100; "
            "the run needs them from 2026-01-05 01:00+0100 to 2026-01-06 01:00+0100",
        ),
        (
            "2023-01-05T00:00",
            "",
            "economics.tariff: has prices from 2023-01-05 00:00+0000 to 2023-01-06 00:00+0000; "
            f"the run needs them from {NEEDS}",
        ),
        (
            "2026-01-04T23:50",
            "",
            "economics.tariff.begins: its steps must begin at the quarters of the scenario's "
            "local hours",
        ),
        (
            "2023-01-05T00:00",
            ", at_start: 2023-01-05T00:20",
            "economics.tariff.at_start: its steps must begin at the quarters of the scenario's "
            "local hours",
        ),
    ],
)
def test_prices_must_cover_the_run_in_its_slots(
    tmp_path: Path, begins: str, more: str, problem: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, changed("", f"{DAY}\n{economics(begins, more)}"))
    assert unnumbered(str(caught.value)) == f"{tmp_path / 'city.yaml'}: {problem}"


def test_a_run_may_start_within_a_step(tmp_path: Path) -> None:
    text = f"{{start: '2026-01-05T00:17:00+00:00', horizon: 23h, {economics('2026-01-05T00:00')}}}"
    loaded(tmp_path, text[:-1] + ", " + ", ".join(_flow()) + "}")


def _flow() -> list[str]:
    """Return the rest of the small scenario's fields for a mapping in one line."""
    kinds, _, stations = TEXT.partition("stations:\n  - ")
    return [kinds.strip(), f"stations: [{stations.strip()}]"]


def test_rent_needs_a_currency(tmp_path: Path) -> None:
    text = changed("swaps_per_day: 99", "swaps_per_day: 99, rent_per_month: 400")
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, text)
    assert unnumbered(str(caught.value)) == (
        f'{tmp_path / "city.yaml"}: stations[0].rent_per_month ("north"): is given, but the '
        "scenario has no economics, which tell the currency"
    )
    loaded(tmp_path, changed("", "economics: {currency: EUR}", text))
