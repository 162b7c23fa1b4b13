"""One picture of the map, dot by dot: vehicles are where the frames say."""

import io
from math import cos, log, pi, radians, sin, sqrt, tan

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import Page
from tests.page.busy_town import busy_town
from tests.page.conftest import OpenTab, Site

from voltwin.frames import Frame
from voltwin_bindings.live import DOING

AT_S = 9 * 3600.0
LON, LAT, ZOOM = 10.025, 53.0, 12.6
DRIVING = (11, 107, 87)  # frontend/src/map/palette.ts
GROUND = (241, 243, 242)
SPREAD_M = 70.0  # frontend/src/map/vehicle_instances.ts: vehicles are shown a little apart
_WORLD = 512.0
_NEAR = 40  # of 255, in each channel
_DOT_PX = 6

Pixels = npt.NDArray[np.uint8]


def world(lon: float, lat: float) -> tuple[float, float]:
    """Return a place in the square of the Mercator projection, y southwards."""
    up = log(tan(pi / 4 + radians(lat) / 2))
    return (lon + 180) / 360 * _WORLD, (pi - up) / (2 * pi) * _WORLD


def shown_apart(row: int) -> tuple[float, float]:
    """Return how far east and north of its place a vehicle is shown [m]."""
    golden = pi * (3 - sqrt(5))
    far = SPREAD_M * sqrt(row * ((sqrt(5) - 1) / 2) % 1)
    return far * cos(row * golden), far * sin(row * golden)


def pixel(lon: float, lat: float, row: int, width: float, height: float) -> tuple[float, float]:
    """Return where a vehicle is in a picture that looks straight down."""
    scale = 2**ZOOM
    (x, y), (middle_x, middle_y) = world(lon, lat), world(LON, LAT)
    per_m = _WORLD / (2 * pi * 6_378_137 * cos(radians(LAT)))
    east, north = shown_apart(row)
    return (
        width / 2 + (x - middle_x + east * per_m) * scale,
        height / 2 + (y - middle_y - north * per_m) * scale,
    )


def picture(page: Page) -> tuple[Pixels, float, float]:
    """Return the pixels of the map, and its width and height."""
    box = page.locator(".maplibregl-map").bounding_box()
    assert box is not None
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    x, y = round(box["x"]), round(box["y"])
    whole = np.asarray(image)[y : y + round(box["height"]), x : x + round(box["width"])]
    return whole, box["width"], box["height"]


def is_like(pixels: Pixels, colour: tuple[int, int, int]) -> npt.NDArray[np.bool_]:
    """Return which pixels have about a colour."""
    apart = np.abs(pixels.astype(int) - np.array(colour)).max(axis=2)
    return np.asarray(apart <= _NEAR)


def test_vehicles_are_at_their_pixels(open_tab: OpenTab, site: Site) -> None:
    twin = site.client.twins.create(busy_town())
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
    page.get_by_role("button", name="Hide: Map, levers and twin").click()
    page.get_by_role("button", name="Hide: Network and stations").click()
    page.get_by_role("timer", name="City time").get_by_text("09:00").wait_for()
    page.wait_for_timeout(500)  # a picture is drawn after what React shows
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
    twin.delete()
