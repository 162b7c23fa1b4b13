"""Which column is which field, by its name or as told."""

import pytest

from voltwin.importing.columns import uses
from voltwin.importing.fields import FIELDS
from voltwin.importing.header import header


def taken(columns: list[str], **told: str | None) -> dict[str, str]:
    return {use.field: use.column for use in uses(columns, told)}


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("lon", "Longitude"),
        ("lon", "LNG"),
        ("lon", "x"),
        ("lon", "Längengrad"),
        ("lon", "lon (WGS84)"),
        ("lat", " Latitude "),
        ("lat", "Y_COORD"),
        ("name", "StationName"),
        ("name", "station-name"),
        ("id", "Station ID"),
        ("id", "stationId"),
        ("region", "District"),
        ("swaps_per_day", "swaps/day"),
        ("swaps_per_day", "Daily swaps"),
        ("swaps_per_day", "avg_daily_swaps"),
        ("swaps_per_day", "swapsPerDay"),
        ("swaps_per_day", "Tauschvorgänge pro Tag"),
        ("swaps_per_day", "échanges par jour"),
        ("chargers", "Number of chargers"),
        ("charger_kw", "charger power [kW]"),
        ("charger_kw", "Charger kW"),
        ("charger_kw", "charger_kw"),
        ("grid_limit_kw", "Grid connection (MW)"),
        ("batteries", "Batterien"),
        ("opening_hours", "Öffnungszeiten"),
        ("bays", "Bays"),
    ],
)
def test_a_name_tells_the_field(field: str, column: str) -> None:
    assert taken(["something else", column]) == {field: column}


@pytest.mark.parametrize(
    "column",
    ["price per swap", "swap fee", "latency", "state", "zip", "", "kW", "longevity", "namesake"],
)
def test_what_only_resembles_a_name_is_left_alone(column: str) -> None:
    assert taken([column]) == {}


def test_a_field_has_one_column_and_a_column_one_field() -> None:
    assert taken(["lon", "longitude", "x"]) == {"lon": "lon"}
    assert taken(["city", "district"]) == {"region": "district"}


def test_of_two_columns_of_demand_the_one_that_tells_its_period_is_taken() -> None:
    assert taken(["swaps", "swaps per month"]) == {"swaps_per_day": "swaps per month"}


def test_a_charger_may_be_counted_or_measured() -> None:
    assert taken(["chargers", "charger [kW]"]) == {
        "chargers": "chargers",
        "charger_kw": "charger [kW]",
    }


def test_what_the_user_tells_comes_first() -> None:
    assert taken(["name", "lon", "x"], lon="x") == {"name": "name", "lon": "x"}
    assert taken(["name", "label"], id="name") == {"id": "name", "name": "label"}
    assert taken(["id", "name"], id=None) == {"name": "name"}


def test_no_name_of_a_column_stands_for_two_fields() -> None:
    homes: dict[str, set[str]] = {}
    for field, (_, names) in FIELDS.items():
        for name in names:
            homes.setdefault(header(name).squashed, set()).add(field)
    assert {name: fields for name, fields in homes.items() if len(fields) > 1} == {}


def test_a_header_is_taken_apart() -> None:
    assert header("Swaps_perDay [avg]").words == ("swaps", "per", "day")
    assert header("Swaps_perDay [avg]").unit == ("avg",)
