"""Market prices from CSV files: units, time zones, steps, and one line for what is wrong."""

import gzip
from pathlib import Path

import pytest
from tests.scenario.real_data import real
from tests.scenario.small import changed, loaded

from voltwin.scenario import Scenario, ScenarioError, load, save
from voltwin.scenario.tariff import PriceSeries

DAY = "2026-01-05"
HOURS = [f"{DAY}T{hour:02d}:00" for hour in range(24)]
MORE = "time: t, price: p, unit: per_mwh"


def prices(times: list[str], first: float = 1.0) -> str:
    return "\n".join(["t,p", *(f"{time},{first + n}" for n, time in enumerate(times))])


def with_prices(folder: Path, text: str, more: str = MORE, horizon: str = "1d") -> Scenario:
    (folder / "p.csv").write_text(text, encoding="utf-8")
    economics = f"economics: {{currency: EUR, tariff: {{prices: p.csv, {more}}}}}"
    return loaded(folder, changed("", f"horizon: {horizon}\n{economics}"))


def series_in(scenario: Scenario) -> PriceSeries:
    assert scenario.economics is not None
    assert isinstance(scenario.economics.tariff, PriceSeries)
    return scenario.economics.tariff


def refused(folder: Path, text: str, more: str = MORE, horizon: str = "1d") -> str:
    with pytest.raises(ScenarioError) as caught:
        with_prices(folder, text, more, horizon)
    assert len(caught.value.lines) == 1
    return str(caught.value).removeprefix(f"{folder / 'city.yaml'}: ").replace(f"{folder}/", "")


def test_prices_per_mwh_become_prices_per_kwh_to_the_digit(tmp_path: Path) -> None:
    series = series_in(with_prices(tmp_path, prices(HOURS, first=-3.3622368)))
    assert series.prices_per_kwh[:2] == (-0.0033622368, -0.0023622368)
    assert (series.step, f"{series.begins:%H:%M}") == (3600.0, "00:00")


def test_prices_per_kwh_stay(tmp_path: Path) -> None:
    more = MORE.replace("per_mwh", "per_kwh") + ", surcharge_per_kwh: 0.1"
    series = series_in(with_prices(tmp_path, prices(HOURS), more))
    assert (series.prices_per_kwh[:2], series.surcharge_per_kwh) == ((1.0, 2.0), 0.1)


@pytest.mark.parametrize("minutes", [15, 30])
def test_steps_may_be_shorter_than_an_hour(tmp_path: Path, minutes: int) -> None:
    times = [f"{DAY} {t // 60:02d}:{t % 60:02d}" for t in range(0, 1440, minutes)]
    assert series_in(with_prices(tmp_path, prices(times))).step == 60.0 * minutes


def test_decimal_commas_are_understood_where_semicolons_separate(tmp_path: Path) -> None:
    text = prices(HOURS, first=50.5).replace(",", ";").replace(".", ",")
    assert series_in(with_prices(tmp_path, text)).prices_per_kwh[:2] == (0.0505, 0.0515)
    tabs = prices(HOURS, first=-0.5).replace(",", "\t").replace(".", ",")
    assert series_in(with_prices(tmp_path, tabs)).prices_per_kwh[:2] == (-0.0005, 0.0005)


def test_among_decimal_commas_a_point_is_refused(tmp_path: Path) -> None:
    text = prices(HOURS, first=50.5).replace(",", ";").replace(".", ",")
    assert refused(tmp_path, text.replace("53,5", "1.053")) == (
        'p.csv:5: "1.053" is no price here; write decimals with a comma, as in the other rows, and '
        "nothing between thousands"
    )


def test_thousands_are_refused_with_what_to_write(tmp_path: Path) -> None:
    text = prices(HOURS).replace(",", ";").replace("4.0", "1,004.0")
    assert refused(tmp_path, text) == (
        'p.csv:5: "1,004.0" is no price; a number such as 84.1 is expected; write decimals with a '
        "point, and nothing between thousands"
    )


def test_semicolons_and_blank_lines_are_understood(tmp_path: Path) -> None:
    text = prices(HOURS).replace(",", ";").replace("\n", "\n\n")
    assert series_in(with_prices(tmp_path, text)).prices_per_kwh[23] == 0.024


def test_a_saved_scenario_holds_its_prices(tmp_path: Path) -> None:
    later = [time.replace("2026", "2023") for time in HOURS]
    more = f"{MORE}, at_start: 2023-01-05T00:00, demand_charge_per_kw: 4"
    scenario = with_prices(tmp_path, prices(later), more)
    (tmp_path / "p.csv").unlink()
    for name in ("saved.yaml", "saved.json"):
        save(scenario, tmp_path / name)
        assert load(tmp_path / name) == scenario


def test_a_year_of_a_real_market_in_utc_and_in_local_time(tmp_path: Path) -> None:
    with gzip.open(real("data", "price_DE-LU_2023_hourly.csv.gz"), "rt") as file:
        text = file.read()
    start = "at_start: 2023-06-12T00:00:00+02:00"
    for column in ("UTC", "Local"):
        more = f'time: "Datetime ({column})", price: Price (USD/MWh), unit: per_mwh, {start}'
        scenario = with_prices(tmp_path, text, more, "1w")
        series = series_in(scenario)
        assert len(series.prices_per_kwh) == 8760
        assert series.prices_per_kwh[0] == -0.0033622368
        # From 2023-01-01T00:00 to 2023-06-11T22:00, both UTC, are 161 days and 22 hours.
        assert series.seconds_before(scenario.start) == (161 * 24 + 22) * 3600


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("03:00,4.0", "03:00,", 'p.csv:5: "" is no price; a number such as 84.1 is expected'),
        ("03:00,4.0", "03:00,nan", 'p.csv:5: "nan" is no price; a number such as 84.1 is expected'),
        (
            "03:00,4.0",
            "03:00,4.0,5",
            "p.csv:5: has 3 cells, where the first line has 2; a cell that holds a comma must be "
            "in quotes",
        ),
        (
            f"{DAY}T03:00",
            "05.01.2026 03:00",
            'p.csv:5: "05.01.2026 03:00" is not a date and time such as 2023-01-01T00:00 or '
            "2023-01-01T00:00+01:00; write 2026-01-05T03:00",
        ),
        (f"{DAY}T03:00", f"{DAY}T02:00", "p.csv:5: 2026-01-05 02:00:00 stands twice"),
        (
            f"{DAY}T03:00",
            f"{DAY}T01:30",
            "p.csv:5: 2026-01-05 01:30:00 comes after 2026-01-05 02:00:00: times must rise",
        ),
        (
            f"{DAY}T03:00",
            f"{DAY}T03:15",
            "p.csv:5: 2026-01-05 03:15:00 is 1h 15min after the time before it, where the step is "
            "1h",
        ),
        (
            f"{DAY}T01:00",
            f"{DAY}T01:07",
            "p.csv:3: 2026-01-05 01:07:00 is 1h 7min after the first; prices must be 15min, 30min "
            "or 1h apart",
        ),
        (
            f"{DAY}T03:00",
            f"{DAY}T03:00Z",
            "p.csv:5: 2026-01-05 03:00:00+00:00 has a UTC offset, unlike the first time of the "
            "file",
        ),
        ("t,p", "t,q", 'p.csv: has no column "p"; allowed: t, q'),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    hint = "; if clocks change here, name a column of times in UTC or with their offset"
    found = refused(tmp_path, prices(HOURS).replace(old, new, 1))
    assert found.removesuffix(hint) == message


def test_local_times_with_daylight_saving_are_told_a_way_out(tmp_path: Path) -> None:
    spring = [time for time in HOURS if not time.endswith("02:00")]
    assert refused(tmp_path, prices(spring)) == (
        "p.csv:4: 2026-01-05 03:00:00 is 2h after the time before it, where the step is 1h; "
        "if clocks change here, name a column of times in UTC or with their offset"
    )
    autumn = [*HOURS[:3], *HOURS[2:]]
    assert refused(tmp_path, prices(autumn)).startswith(
        "p.csv:5: 2026-01-05 02:00:00 stands twice; if clocks change here, name a column"
    )


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("price: p, unit: per_kwh", "time: is missing; which column holds the times?"),
        ("time: t, unit: per_kwh", "price: is missing; which column holds the prices?"),
        ("time: t, price: p", "unit: is missing; must be per_kwh or per_mwh"),
        ("time: t, price: p, unit: EUR", 'unit: given "EUR", must be per_kwh or per_mwh'),
        (f"{MORE}, at_stat: 5", 'at_stat: unknown field; did you mean "at_start"?'),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, more: str, message: str) -> None:
    assert refused(tmp_path, prices(HOURS), more) == f"economics.tariff.{message}"


@pytest.mark.parametrize("text", ["t,p", "t,p\n2026-01-05,1"])
def test_one_price_has_no_step(tmp_path: Path, text: str) -> None:
    lines = len(text.splitlines()) - 1
    assert refused(tmp_path, text) == f"p.csv: has {lines} prices; two at least are expected"
