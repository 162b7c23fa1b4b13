"""What it costs to show a city in motion: frames of a crowd, with the drawing itself left out.

The times are those of the cheapest tenth, which a machine that does other things as well has, too.
The page stands alone in its process here: its clock then counts by 5 microseconds, not by 100.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route
from tests.page.busy_town import busy_town
from tests.page.conftest import Site
from tests.page.crowd import Crowd
from tests.page.tab import Tab

METER = Path(__file__).parent / "metered.js"
MOST_BETWEEN_MS = 0.2
MOST_COMMITS_PER_S = 5.0
MOST_HEAP = 5_000_000
ALONE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}

_PLAY = """async ([frames, each]) => {
  const { take, say, bytesOf } = meter;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const state = { playing: true, speed: 60, wanted_speed: 60, late: false, number: 5 };
  const buffers = frames.map(bytesOf);
  say({ kind: "state", now: 25200, ...state });
  take(buffers[0]);
  await wait(1500);
  const heap = await collected();
  meter.pictures.length = 0;
  meter.commits = 0;
  const began = performance.now();
  for (let at = 1; at < each; at += 1) {
    take(buffers[1 + (at - 1) % (buffers.length - 1)]);
    if (at % 10 === 0) {
      say({ kind: "state", now: 25200 + at, ...state });
      say({ kind: "kpis", now: 25200 + at, total: { swaps: at, lost: 1 } });
    }
    await wait(each > 100 ? 20 : 100);
  }
  const seconds = (performance.now() - began) / 1000;
  const pictures = [...meter.pictures];
  const { commits } = meter;
  meter.pictures.length = 0;
  return { pictures, commits, seconds, heap: (await collected()) - heap };

  async function collected() {
    for (let time = 0; time < 3; time += 1) {
      gc();
      await wait(50);
    }
    return performance.memory.usedJSHeapSize;
  }
}"""


def alone(tab: Tab) -> None:
    """Have the page stand alone in its process, which its workers must want, too."""

    def answer(route: Route) -> None:
        answered = route.fetch()
        route.fulfill(response=answered, headers={**answered.headers, **ALONE})

    for part in ("/twins/*", "/assets/*worker*"):
        tab.page.route(tab.url + part, answer)


def played(tab: Tab, site: Site, vehicles: int, stations: int, frames: int) -> dict[str, Any]:
    """Play so many frames in the page of a twin, and return what that cost."""
    crowd = Crowd(vehicles, stations)
    twin = site.client.twins.create(busy_town())
    alone(tab)
    tab.page.add_init_script(path=METER)
    tab.page.add_init_script(f"window.meter.scene = {json.dumps(crowd.scene())}")
    page = tab.open(f"/twins/{twin.id}")
    page.locator(".maplibregl-canvas").wait_for()
    assert page.evaluate("crossOriginIsolated")
    told = crowd.frames(min(frames, 61))
    found: dict[str, Any] = page.evaluate(_PLAY, [told, frames])
    twin.delete()
    return found


def tenth(costs: list[float]) -> float:
    """Return the upper end of the cheapest tenth."""
    return sorted(costs)[len(costs) // 10]


@pytest.mark.parametrize(
    ("vehicles", "stations", "most_ms"), [(10_000, 500, 1.0), (100_000, 1690, 3.0)]
)
def test_a_frame_is_shown_in_little_time_and_nothing_is_uploaded_between_frames(
    tab: Tab, site: Site, vehicles: int, stations: int, most_ms: float
) -> None:
    found = played(tab, site, vehicles, stations, 61)
    updates = [one for one in found["pictures"] if one["frame"] > 0.0 or one["written"]]
    between = [one for one in found["pictures"] if one not in updates]
    assert len(updates) > 20
    assert len(between) > 20
    assert tenth([one["frame"] + one["picture"] for one in updates]) <= most_ms
    assert tenth([one["picture"] for one in between]) <= MOST_BETWEEN_MS
    assert sum(one["written"] for one in between) == 0
    assert sum(one["written"] for one in updates) > 0
    assert found["commits"] / found["seconds"] <= MOST_COMMITS_PER_S


def test_what_is_played_does_not_fill_the_memory(tab: Tab, site: Site) -> None:
    found = played(tab, site, 2_000, 100, 600)
    assert found["heap"] < MOST_HEAP
