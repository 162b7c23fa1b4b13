"""One picture of the map, dot by dot: vehicles are where the frames say."""

from math import cos, pi, radians, sin, sqrt

import numpy as np
from tests.page.conftest import OpenTab, Site
from tests.page.pixels import GROUND, WORLD, is_like, picture, pixel_of

from voltwin.client.twin import RemoteTwin
from voltwin.frames import Frame
from voltwin_bindings.live import DOING

AT_S = 9 * 3600.0
LON, LAT, ZOOM = 10.025, 53.0, 12.6
DRIVING = (11, 107, 87)  # frontend/src/map/palette.ts
SPREAD_M = 70.0  # frontend/src/map/vehicle_instances.ts: vehicles are shown a little apart
_DOT_PX = 6


def shown_apart(row: int) -> tuple[float, float]:
    """Return how far east and north of its place a vehicle is shown [m]."""
    golden = pi * (3 - sqrt(5))
    far = SPREAD_M * sqrt(row * ((sqrt(5) - 1) / 2) % 1)
    return far * cos(row * golden), far * sin(row * golden)


def pixel(lon: float, lat: float, row: int, width: float, height: float) -> tuple[float, float]:
    """Return where a vehicle is in a picture that looks straight down."""
    x, y = pixel_of((lon, lat), (LON, LAT, ZOOM), (width, height))
    east, north = shown_apart(row)
    per_m = WORLD / (2 * pi * 6_378_137 * cos(radians(LAT))) * 2**ZOOM
    return x + east * per_m, y - north * per_m


def test_vehicles_are_at_their_pixels(open_tab: OpenTab, site: Site, twin: RemoteTwin) -> None:
    twin.command("seek", at=AT_S)
    with twin.watch() as watching:
        frame: Frame = next(watching.frames())
    doing = np.array(frame.vehicles["doing"].to_pylist())
    lon, lat = frame.positions()
    rows = np.flatnonzero(doing == DOING[1])
    assert len(rows) >= 5, "too few are on their way"

    tab = open_tab(site.url)
    camera = f"camera={LON},{LAT},{ZOOM},0,0"
    page = tab.open(f"/twins/{twin.id}?t={AT_S:.0f}&{camera}&layers=vehicles")
    page.get_by_role("button", name="Hide: Map and levers").click()
    page.get_by_role("button", name="Hide: Network and stations").click()
    page.get_by_role("timer", name="City time").get_by_text("09:00").wait_for()
    pixels, width, height = picture(page)

    at = [pixel(lon[row], lat[row], row, width, height) for row in range(len(lon))]
    x, y = np.rint(np.transpose(at)).astype(int)
    apart = np.maximum(np.abs(x[:, None] - x), np.abs(y[:, None] - y))
    np.fill_diagonal(apart, 1000)
    alone = rows[apart[rows].min(axis=1) > 2 * _DOT_PX]  # of others one may be drawn over another
    assert len(alone) >= 5, "too few are to be seen apart"

    is_dot = is_like(pixels, DRIVING)
    for row in alone:
        assert is_dot[y[row], x[row]], f"vehicle {row} is not at {x[row]}, {y[row]}"
    free = np.ones_like(is_dot)
    for east, south in zip(x, y, strict=True):
        free[max(0, south - _DOT_PX) : south + _DOT_PX, max(0, east - _DOT_PX) : east + _DOT_PX] = 0
    middle = (slice(10, -10), slice(80, -80))
    assert not (is_dot & free)[middle].any(), "a dot where no vehicle is"
    assert is_like(pixels, GROUND)[middle].mean() > 0.9
