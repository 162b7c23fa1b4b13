"""What a failed test leaves behind: a picture of each of its tabs, and what its console said."""

import re
from pathlib import Path

from playwright.sync_api import Error
from tests.page.tab import Tab

FOLDER = Path(__file__).resolve().parents[2] / "results" / "tests_of_the_page"
_PICTURE_MS = 15_000


def leave_behind(test: str, tabs: list[Tab]) -> str:
    """Write what is to be seen in tabs now, and return where.

    Args:
        test: what pytest calls it.
        tabs: those that are open.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "_", test.rpartition("/")[2]).strip("_")
    return "\n".join(_left(FOLDER / f"{name}_{number}", tab) for number, tab in enumerate(tabs, 1))


def _left(path: Path, tab: Tab) -> str:
    log, picture = path.with_suffix(".log"), path.with_suffix(".png")
    log.write_text("\n".join([tab.page.url, *tab.heard, ""]), encoding="utf-8")
    try:
        tab.page.screenshot(path=picture, timeout=_PICTURE_MS)
    except Error as error:  # of a page that hangs, or has crashed: what it said is there
        return f"{log}\n(no picture: {error.message.splitlines()[0]})"
    return f"{picture}\n{log}"
