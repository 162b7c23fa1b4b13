"""Takes the pictures of docs/page.md, in docs/screens: of a real server, in Debian's Chromium.

python -m tests.page.take_screens [NAME...]

A picture that is as good as the one that is there leaves it as it is.
"""

import io
import logging
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.page.conftest import FLAGS, UNGUIDED, served
from tests.page.screens import SCREENS, Ids, Screen, prepared
from tests.page.tab import PATIENCE_MS

from voltwin_server.settings import Settings

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
MOST_BYTES, MOST_BYTES_IN_ALL = 150_000, 1_800_000
QUALITIES = (84, 76, 68, 60, 50)  # the first whose picture is small enough
_ALIKE, _FEW = 24, 0.004  # steps of 255 that make a pixel another one; the share of those allowed
_TRIES, _PAUSE_MS, _LONG_MS = 60, 1000, 900_000
# What says that there is more to come.
_WAITING = ("[data-busy]", "text=Looking for events")


def main(names: Sequence[str]) -> None:
    """Take the pictures of these names, or all of them."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is not installed; tests/page/install_chromium.sh does it for root.")
    wanted = [one for one in SCREENS if one.name in names or not names]
    FOLDER.mkdir(exist_ok=True)
    logging.disable(logging.WARNING)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(Path(data), workers=1, demo=True)
        with served(settings) as site, sync_playwright() as playwright:
            ids = prepared(site.client)
            browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
            for screen in wanted:
                print(screen.name, kept(screen.name, taken(browser, site.url, screen, ids)))
            browser.close()
    total = sum(file.stat().st_size for file in FOLDER.glob("*.webp"))
    print(f"{total / 1000:.0f} kB in all")
    if total > MOST_BYTES_IN_ALL:
        sys.exit(f"They are to have {MOST_BYTES_IN_ALL / 1000:.0f} kB at most.")


def taken(browser: Browser, url: str, screen: Screen, ids: Ids) -> bytes:
    """Return a picture as PNG."""
    context = browser.new_context(
        viewport=screen.size,
        color_scheme="dark" if screen.is_dark else "light",
        reduced_motion="reduce",
        timezone_id="Europe/Berlin",
        locale="en-GB",
    )
    if not screen.is_guided:
        context.add_init_script(UNGUIDED)
    page = context.new_page()
    page.goto(url + screen.path.format(**ids))
    expect(page.locator(screen.shows).first).to_be_visible(timeout=_LONG_MS)
    screen.steps(page)
    for waiting in _WAITING:
        expect(page.locator(waiting)).to_have_count(0, timeout=_LONG_MS)
    picture = settled(page)
    context.close()
    return picture


def settled(page: Page) -> bytes:
    """Return the picture of a page in which nothing changes any longer."""
    before = b""
    for _ in range(_TRIES):
        page.wait_for_timeout(_PAUSE_MS)
        picture = page.screenshot(animations="disabled")
        if picture == before:
            return picture
        before = picture
    sys.exit(f"{page.url} is never still")


def kept(name: str, png: bytes) -> str:
    """Keep a picture, unless it is like the one that is there, and return what was done."""
    file = FOLDER / f"{name}.webp"
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    packed = _packed(picture)
    if file.exists() and is_alike(Image.open(file), Image.open(io.BytesIO(packed))):
        return "is as it was"
    file.write_bytes(packed)
    return f"{len(packed) / 1000:.0f} kB"


def is_alike(one: Image.Image, other: Image.Image) -> bool:
    """Return whether two pictures show the same, but for a time of day or so."""
    if one.size != other.size:
        return False
    left, right = (np.asarray(each.convert("RGB"), np.int16) for each in (one, other))
    changed = (np.abs(left - right) > _ALIKE).any(axis=2)
    return bool(changed.mean() < _FEW)


def _packed(picture: Image.Image) -> bytes:
    for quality in QUALITIES:
        file = io.BytesIO()
        picture.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= MOST_BYTES:
            return file.getvalue()
    sys.exit(f"A picture has {file.tell():,} bytes; {MOST_BYTES:,} are allowed.")


if __name__ == "__main__":
    main(sys.argv[1:])
