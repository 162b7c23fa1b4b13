"""Economics: what may be given, what is refused, and that a file gives all of it back."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenario.small import TEXT, changed, loaded

from voltwin.scenario import Economics, Scenario, ScenarioError, load, save
from voltwin.scenario.yaml_text import read_yaml

AMOUNTS = st.floats(0.0, 1e9)
PRICES = st.floats(-1e6, 1e6)
LIVES = st.floats(0.1, 1000.0)
CLOCKS = st.lists(st.integers(0, 95), min_size=1, max_size=5, unique=True)


def _steps(quarters: list[int]) -> st.SearchStrategy[list[dict[str, Any]]]:
    clocks = [f"{quarter // 4:02d}:{quarter % 4 * 15:02d}" for quarter in quarters]
    return st.tuples(*(PRICES for _ in clocks)).map(
        lambda values: [
            {"from": clock, "value": value} for clock, value in zip(clocks, values, strict=True)
        ]
    )


DAYS = PRICES | st.lists(PRICES, min_size=24, max_size=24) | CLOCKS.flatmap(_steps)
SEASONS = st.fixed_dictionaries(
    {"price_per_kwh": DAYS},
    optional={
        "name": st.text(st.characters(codec="utf-8"), max_size=5),
        "from": st.dates().map(lambda day: f"{day:%m-%d}"),
        "to": st.dates().map(lambda day: f"{day:%m-%d}"),
        "days": st.sampled_from(["weekday", "weekend", "daily", "fri-mon", "sat,sun"]),
        "demand_charge_per_kw": AMOUNTS,
    },
)
TARIFFS = (
    PRICES
    | st.builds(
        lambda some, rest: {"seasons": [*some, {"price_per_kwh": rest}]},
        st.lists(SEASONS, max_size=3),
        DAYS,
    )
    | st.fixed_dictionaries(
        {
            "begins": st.sampled_from(["2026-01-01T00:00", "2026-01-02T00:00:00+05:45"]),
            "prices_per_kwh": st.lists(PRICES, min_size=300, max_size=300),
        },
        optional={"surcharge_per_kwh": PRICES, "demand_charge_per_kw": AMOUNTS},
    )
)
ECONOMICS = st.fixed_dictionaries(
    {"currency": st.text(st.characters(codec="utf-8"), min_size=1, max_size=5)},
    optional={
        "price_per_swap": AMOUNTS,
        "price_per_kwh": AMOUNTS,
        "tariff": TARIFFS,
        "charger": st.fixed_dictionaries(
            {"life_years": LIVES}, optional={"cost": AMOUNTS, "cost_per_kw": AMOUNTS}
        ),
        "bay": st.fixed_dictionaries({"cost": AMOUNTS, "life_years": LIVES}),
        "battery": st.fixed_dictionaries(
            {"life_cycles": st.floats(1.0, 1e5)},
            optional={"cost": AMOUNTS, "cost_per_kwh": AMOUNTS, "life_years": LIVES},
        ),
        "rent_per_month": AMOUNTS,
        "interest": st.floats(0.0, 1.0),
    },
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("economics")


@given(economics=ECONOMICS, rent=st.none() | AMOUNTS, json=st.booleans())
@settings(max_examples=60)
def test_any_economics_survive_a_file(
    folder: Path, economics: dict[str, Any], rent: float | None, json: bool
) -> None:
    fields = read_yaml(TEXT)
    fields["stations"][0]["rent_per_month"] = rent
    scenario = Scenario.model_validate({**fields, "economics": economics})
    file = folder / ("a.json" if json else "a.yaml")
    save(scenario, file)
    assert load(file) == scenario


def test_all_is_nothing_unless_given() -> None:
    economics = Economics(currency="EUR")
    assert economics.model_dump() == {
        "currency": "EUR",
        "price_per_swap": 0.0,
        "price_per_kwh": 0.0,
        "tariff": 0.0,
        "rent_per_month": 0.0,
        "interest": 0.0,
    }


def test_a_scenario_without_economics_says_nothing_about_them(tmp_path: Path) -> None:
    save(loaded(tmp_path, TEXT), tmp_path / "b.yaml")
    assert "economics" not in (tmp_path / "b.yaml").read_text()


def test_one_station_may_have_a_rent_of_its_own(tmp_path: Path) -> None:
    text = f"{TEXT}  - {{id: b, chargers: 0, batteries: 1, swaps_per_day: 9, rent_per_month: 7}}\n"
    text += "station_defaults: {rent_per_month: 5}\neconomics: {currency: EUR, rent_per_month: 3}\n"
    rents = [station.rent_per_month for station in loaded(tmp_path, text).stations]
    assert rents == [5.0, 7.0]


@pytest.mark.parametrize(
    ("economics", "message"),
    [
        ("3", "economics: given 3, must be a mapping of fields (name: value)"),
        ("{}", "economics.currency: is missing"),
        ("{currency: ''}", 'economics.currency: given "", must not be empty'),
        ("{currency: the legal tender of here}", "must have at most 20 characters"),
        ("{currency: EUR, rnt_per_month: 3}", 'did you mean "rent_per_month"?'),
        (
            "{currency: EUR, price_per_swap: -1}",
            "economics.price_per_swap: given -1, must be at least 0 [currency]",
        ),
        (
            "{currency: EUR, price_per_kwh: '0.3'}",
            'economics.price_per_kwh: given "0.3", must be a number [currency/kWh]',
        ),
        (
            "{currency: EUR, interest: 5}",
            "economics.interest: given 5, must be at most 1 [1/year]; it is a fraction, "
            "not percent: 0.05",
        ),
        (
            "{currency: EUR, charger: {cost: 3}}",
            "economics.charger.life_years: is missing [years]",
        ),
        (
            "{currency: EUR, bay: {cost: 3, life_years: 0}}",
            "economics.bay.life_years: given 0, must be at least 0.1 [years]",
        ),
        (
            "{currency: EUR, battery: {cost: 3}}",
            "economics.battery: given {cost: 3}, must have life_years, life_cycles, or both",
        ),
        (
            "{currency: EUR, tariff: {seasons: [{price_per_kwh: [1, 2]}]}}",
            "economics.tariff.seasons[0].price_per_kwh: given [1, 2], has 2 values; must be one, "
            "24 hourly ones, or [{from: ..., value: ...}] [currency/kWh]",
        ),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, economics: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, changed("", f"economics: {economics}"))
    assert len(caught.value.lines) == 1
    assert str(caught.value).endswith(message)
