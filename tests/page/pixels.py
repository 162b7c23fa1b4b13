"""What is on the map, by its pixels."""

import io
from collections.abc import Callable
from math import log, pi, radians, tan

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import Page

Pixels = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]

WORLD = 512.0  # width of the world at zoom 0 [px]
GROUND: Colour = (241, 243, 242)  # frontend/src/map/palette.ts
_NEAR = 40  # of 255, in each channel
_MOST_PICTURES = 20  # of a map that moves
_PAUSE_MS = 100  # between two of them


def pixel_of(
    place: tuple[float, float], camera: tuple[float, float, float], size: tuple[float, float]
) -> tuple[float, float]:
    """Return where a place is in a picture that looks straight down.

    Args:
        place: longitude and latitude [degrees].
        camera: those of the middle, and the zoom.
        size: of the picture [px].
    """
    (x, y), (middle_x, middle_y) = _world(*place), _world(*camera[:2])
    scale = 2 ** camera[2]
    return size[0] / 2 + (x - middle_x) * scale, size[1] / 2 + (y - middle_y) * scale


def _world(lon: float, lat: float) -> tuple[float, float]:
    """Return a place in the square of the Mercator projection, y southwards."""
    up = log(tan(pi / 4 + radians(lat) / 2))
    return (lon + 180) / 360 * WORLD, (pi - up) / (2 * pi) * WORLD


def picture(page: Page) -> tuple[Pixels, float, float]:
    """Return the pixels of the map, once it stands still, and its width and height."""
    box = page.locator(".maplibregl-map").bounding_box()
    assert box is not None
    before, now = b"", page.screenshot()
    for _ in range(_MOST_PICTURES):
        if now == before:
            break
        before, now = now, page.screenshot()
    whole = pixels_of(now)
    x, y = round(box["x"]), round(box["y"])
    part = whole[y : y + round(box["height"]), x : x + round(box["width"])]
    return part, box["width"], box["height"]


def comes_true(page: Page, seen: Callable[[], bool]) -> bool:
    """Return whether something is to be seen soon: pictures are drawn after what React shows."""
    for _ in range(_MOST_PICTURES):
        if seen():
            return True
        page.wait_for_timeout(_PAUSE_MS)
    return False


def pixels_of(png: bytes) -> Pixels:
    """Return the pixels of a PNG, shape (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def is_like(pixels: Pixels, colour: Colour, near: int = _NEAR) -> npt.NDArray[np.bool_]:
    """Return which pixels have about a colour."""
    apart = np.abs(pixels.astype(int) - np.array(colour)).max(axis=2)
    return np.asarray(apart <= near)
