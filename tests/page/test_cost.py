"""What it costs to show a city in motion: frames of a crowd, with the drawing itself left out.

The times are those of the cheapest tenth, which a machine that does other things as well has, too.
The page stands alone in its process here: its clock then counts by 5 microseconds, not by 100.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Route, expect
from tests.page.crowd import Crowd
from tests.page.tab import Tab

from voltwin.client.twin import RemoteTwin

METER = Path(__file__).parent / "metered.js"
MOST_BETWEEN_MS = 0.2
MOST_COMMITS_PER_S = 5.0
MOST_HEAP = 5_000_000
LONGEST_TASK_MS = 50.0
FRAMES = 61  # a key frame, and six minutes of the city
EACH_ACKNOWLEDGED = 5  # at least the fifth
PICTURES = 40  # between frames
ALONE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}

# Has the frames ready, and shows the first of them.
_PREPARE = """async (frames) => {
  meter.buffers = frames.map(meter.bytesOf);
  meter.state = { playing: true, speed: 60, wanted_speed: 60, late: false, number: 5 };
  meter.say({ kind: "state", now: 25200, ...meter.state });
  meter.take(meter.buffers[0]);
  await new Promise((done) => setTimeout(done, 1500));
  meter.pictures.length = 0;
  meter.commits = 0;
}"""
# Plays so many frames, and on until there are so many pictures between two of them; tells what that
# has cost.
_PLAY = """async ([frames, least]) => {
  const { buffers, state, take, say } = meter;
  const between = () => meter.pictures.filter(({ frame }) => frame === 0).length;
  const began = performance.now();
  for (let at = 1; at < frames || between() < least; at += 1) {
    if (at < buffers.length) take(buffers[at]);
    if (at % 10 === 0) {
      say({ kind: "state", now: 25200 + at, ...state });
      say({ kind: "kpis", now: 25200 + at, total: { swaps: at, lost: 1 } });
    }
    await new Promise((done) => setTimeout(done, frames > 100 ? 20 : 100));
  }
  const { pictures, commits, acknowledged } = meter;
  meter.pictures = [];
  return { pictures, commits, acknowledged, seconds: (performance.now() - began) / 1000 };
}"""


def alone(tab: Tab) -> None:
    """Have the page stand alone in its process, which its workers must want, too."""

    def answer(route: Route) -> None:
        answered = route.fetch()
        route.fulfill(response=answered, headers={**answered.headers, **ALONE})

    for part in ("/twins/*", "/assets/*worker*"):
        tab.page.route(tab.url + part, answer)


def begin(tab: Tab, twin: RemoteTwin, crowd: Crowd, frames: int = FRAMES, query: str = "") -> None:
    """Open the page of a twin that is a crowd, up to its first picture; it has so many frames."""
    alone(tab)
    tab.page.add_init_script(path=METER)
    tab.page.add_init_script(f"window.meter.scene = {json.dumps(crowd.scene())}")
    page = tab.open(f"/twins/{twin.id}{query}")
    page.locator(".maplibregl-canvas").wait_for()
    assert page.evaluate("crossOriginIsolated")
    page.evaluate(_PREPARE, crowd.frames(frames))


def play(tab: Tab, frames: int, least: int = 0) -> dict[str, Any]:
    """Play so many frames, all of which the page takes, and return what that cost.

    Args:
        tab: of the page.
        frames: that there are.
        least: how many pictures are wanted between two frames.
    """
    found: dict[str, Any] = tab.page.evaluate(_PLAY, [frames, least])
    assert found["acknowledged"] > frames - EACH_ACKNOWLEDGED
    return found


def held(session: CDPSession) -> float:
    """Return how much memory the page's scripts hold that they can reach [bytes]."""
    session.send("HeapProfiler.collectGarbage")
    told = session.send("Runtime.getHeapUsage")
    return float(told["usedSize"] + told["backingStorageSize"])


def traced(tab: Tab, what: Callable[[], object]) -> list[float]:
    """Do something, and return how long the page's main thread worked at each of its tasks [ms of
    the processor]."""
    browser = tab.page.context.browser
    assert browser is not None
    browser.start_tracing(page=tab.page, categories=["toplevel", "__metadata"])
    what()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    return [
        one.get("tdur", 0) / 1000
        for one in events
        if one["name"] == "ThreadControllerImpl::RunTask" and (one["pid"], one["tid"]) in mains
    ]


def tenth(costs: list[float]) -> float:
    """Return the upper end of the cheapest tenth."""
    return sorted(costs)[len(costs) // 10]


@pytest.mark.parametrize(
    ("vehicles", "stations", "most_ms"), [(10_000, 500, 1.0), (100_000, 1690, 3.0)]
)
def test_a_frame_is_shown_in_little_time_and_nothing_is_uploaded_between_frames(
    tab: Tab, twin: RemoteTwin, vehicles: int, stations: int, most_ms: float
) -> None:
    begin(tab, twin, Crowd(vehicles, stations))
    found = play(tab, FRAMES, PICTURES)
    updates = [one for one in found["pictures"] if one["frame"] > 0.0]
    between = [one for one in found["pictures"] if one["frame"] == 0.0]
    assert len(updates) > PICTURES / 2
    assert tenth([one["frame"] + one["picture"] for one in updates]) <= most_ms
    assert tenth([one["picture"] for one in between]) <= MOST_BETWEEN_MS
    assert sum(one["written"] for one in between) == 0
    assert sum(one["written"] for one in updates) > 0
    assert 0 < found["commits"] / found["seconds"] <= MOST_COMMITS_PER_S


def seen_of(url: str) -> dict[str, Any]:
    """Return what a server would tell of the hours before the time that is asked for."""
    query = parse_qs(urlsplit(url).query)
    end, points = float(query["end_s"][0]), 100
    time = np.linspace(float(query["begin_s"][0]), end, points).tolist()
    one = {"station": query["stations"][0], "region": None, "meaning": "m", "time_s": time}
    return {
        "begin_s": time[0],
        "end_s": end,
        "series": [
            {
                **one,
                "measure": measure,
                "unit": unit,
                "values": [end % 7 + at for at in range(points)],
            }
            for measure, unit in (("ready", "batteries"), ("queue", "vehicles"), ("power_kw", "kW"))
        ],
    }


def test_the_charts_of_a_station_follow_a_fast_twin_at_a_pace(tab: Tab, twin: RemoteTwin) -> None:
    asked: list[str] = []
    broken_off: list[int] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json=seen_of(route.request.url))

    tab.page.route("**/history?*", answer)
    tab.page.on(
        "requestfailed", lambda request: broken_off.append(1) if "history" in request.url else None
    )
    begin(tab, twin, Crowd(1_000, 20, speed=3600.0), query="?station=s0001")
    charts = tab.page.get_by_role("figure")
    expect(charts.first).to_be_visible()
    asked.clear()
    tab.page.evaluate("meter.commits = 0")
    found = play(tab, FRAMES)
    assert 0 < found["commits"] / found["seconds"] <= MOST_COMMITS_PER_S
    assert 2 <= len(asked) <= found["seconds"]
    assert broken_off == [], "no question is broken off by the next"


def test_nothing_holds_up_the_page_while_it_is_played(tab: Tab, twin: RemoteTwin) -> None:
    begin(tab, twin, Crowd(10_000, 500))
    tasks = traced(tab, lambda: play(tab, FRAMES))
    assert len(tasks) > 200
    assert max(tasks) <= LONGEST_TASK_MS


def test_what_is_played_does_not_fill_the_memory(tab: Tab, twin: RemoteTwin) -> None:
    begin(tab, twin, Crowd(10_000, 500), 600)
    session = tab.page.context.new_cdp_session(tab.page)
    before = held(session)
    play(tab, 600)
    assert held(session) - before < MOST_HEAP
