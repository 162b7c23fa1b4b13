"""The pictures of docs/page.md: what each of them shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, ViewportSize, expect

from voltwin.client.client import Client
from voltwin.scenario.templates import moving_city
from voltwin.scenario.without_files import scenario_without_files
from voltwin.scenario.yaml_text import read_yaml

WIDE: ViewportSize = {"width": 1440, "height": 900}
TABLET: ViewportSize = {"width": 1024, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
RUSH_HOUR = "17h 30min"  # of the first Monday
MORE = "stations[*].chargers+=2"
_LONG_MS = 900_000  # where others compute as well

Ids = Mapping[str, str]


@dataclass(frozen=True)
class Screen:
    """A picture.

    Attributes:
        name: of its file, without the ending.
        path: of the page that is shown; `{twin}` and others stand for what there is.
        shows: what is there once it is all to be seen.
        steps: what is done before it is taken.
        size: of the window.
        is_dark: whether it is dark.
        is_guided: whether the guided start is there.
    """

    name: str
    path: str
    shows: str
    steps: Callable[[Page], None] = lambda page: None
    size: ViewportSize = field(default_factory=lambda: WIDE)
    is_dark: bool = False
    is_guided: bool = False


def prepared(client: Client) -> Ids:
    """Have a server make all that is shown, and return its ids.

    Args:
        client: of a server that is new, and has its demo.
    """
    while not (demo := client.demo(wait=60)).ready:
        pass
    twin = client.twins.get(str(demo.twin_id))
    twin.seek(RUSH_HOUR)
    city = client.scenarios.get(str(demo.scenario_id))
    more = city.derive("two more chargers each", MORE)
    other = client.twins.create(more, name="Two more chargers each")
    other.seek(RUSH_HOUR)
    for seed in (1, 2):
        for scenario in (city, more):
            run = client.run(scenario, replications=5, seed=seed, until="1d").wait()
    found = {
        "run": run,
        "city": city,
        "twin": twin,
        "other": other,
        "small": _town_of(client, stations=3, vehicles=0.02),
        "large": _town_of(client, stations=1690, vehicles=1.0),
        **_experiments(client, city),
    }
    return {name: str(one.id) for name, one in found.items()}


def _town_of(client: Client, *, stations: int, vehicles: float) -> Any:
    """Return a twin of the moving city with other numbers of stations and, as a part, vehicles."""
    fields = read_yaml(moving_city())
    fields["name"] = f"{stations:,} stations"
    fields["stations"]["count"] = stations
    fields["fleet"]["zones"]["count"] = min(stations, 500)
    for one in fields["fleet"]["classes"]:
        one["count"] = round(vehicles * one["count"])
    twin = client.twins.create(scenario_without_files(fields))
    twin.seek(RUSH_HOUR)
    return twin


def _experiments(client: Client, city: Any) -> dict[str, Any]:
    comparison = client.compare(
        city,
        {"two more chargers": [MORE]},
        replications=6,
        until="1d",
        keep=["by_region", "by_hour", "by_station"],
    )
    sweep = client.sweep(
        scenario=city,
        name="chargers and traffic",
        factors={
            "chargers": {"path": "stations[*].chargers", "add": [0, 1, 2, 3]},
            "trips": {"path": "fleet.multiplier", "multiply": [0.8, 0.9, 1, 1.1, 1.2]},
        },
        replications=3,
        until="1d",
    )
    return {"comparison": comparison.wait(), "sweep": sweep.wait()}


def _choose_worst(page: Page) -> None:
    """Choose the first of the worst stations, and have it explained."""
    panel = page.get_by_role("region", name="Network and stations")
    panel.get_by_role("listitem").get_by_role("button").first.click()
    page.get_by_role("button", name="Explain what happened").click()
    expect(panel).to_contain_text("Up to Mon 2026-01-05 17:30", timeout=_LONG_MS)


def _open_levers(page: Page) -> None:
    """Look at the levers, which the address has moved, until all pairs are simulated."""
    page.get_by_role("tab", name="Levers").click()
    expect(page.get_by_text("8 of 8 pairs", exact=True)).to_be_visible(timeout=_LONG_MS)


def _forecast(page: Page) -> None:
    """Look at the bands of the next hours, for the station that is chosen."""
    page.get_by_role("tab", name="Forecast").click()
    page.get_by_role("button", name="Forecast from now").click()
    figures = page.get_by_role("tabpanel", name="Forecast").get_by_role("figure")
    expect(figures.first).to_be_visible(timeout=_LONG_MS)


def _write_wrong(page: Page) -> None:
    """Write a scenario in which something is wrong."""
    editor = page.get_by_role("textbox", name="Scenario file, YAML")
    lines = editor.locator(".cm-line").all_text_contents()
    text = "\n".join(lines).replace("capacity_kwh: 40", "capacity_kwh: -40")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    expect(page.get_by_text("1 thing is wrong")).to_be_visible()
    page.keyboard.press("Escape")


_LEVERS = "levers=stations[*].chargers%2B=2&pairs=8"
_MAP = "[data-streets=drawn]"
SCREENS: tuple[Screen, ...] = (
    Screen("city", "/twins/{twin}", _MAP),
    Screen("city-dark", "/twins/{twin}", _MAP, is_dark=True),
    Screen("city-tablet", "/twins/{twin}?measure=load", _MAP, size=TABLET),
    Screen("city-phone", "/twins/{twin}", _MAP, size=PHONE),
    Screen("three-stations", "/twins/{small}", _MAP),
    Screen("many-stations", "/twins/{large}?measure=queue", _MAP, size=TABLET, is_dark=True),
    Screen("guide", "/twins/{twin}", _MAP, size=TABLET, is_guided=True),
    Screen("station", "/twins/{twin}?measure=queue", _MAP, _choose_worst),
    Screen("levers", f"/twins/{{twin}}?{_LEVERS}", _MAP, _open_levers),
    Screen("levers-phone", f"/twins/{{twin}}?{_LEVERS}", _MAP, _open_levers, PHONE, is_dark=True),
    Screen("forecast", "/twins/{small}", _MAP, _forecast, TABLET),
    Screen("twins", "/twins", "text=Two more chargers each"),
    Screen("beside", "/compare?left={twin}&right={other}", f"{_MAP} >> nth=1"),
    Screen("comparison", "/compare?of={comparison}", "[aria-label='The variant']"),
    Screen("sweep", "/sweeps/{sweep}", "[aria-label='By each factor']"),
    Screen("runs", "/runs", "text=under way"),
    Screen("run", "/runs/{run}", "[aria-label=KPIs]"),
    Screen("editor", "/scenarios/new", "text=valid: 2 stations", _write_wrong),
)
