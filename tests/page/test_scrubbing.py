"""A hand that drags the time line asks no more of the server than it takes, and ends where it lets
go."""

import json
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import expect
from tests.page.crowd import Crowd
from tests.page.tab import Tab

from voltwin.client.twin import RemoteTwin
from voltwin_server.settings import Limits

METER = Path(__file__).parent / "metered.js"  # a server that answers at once
MOVES = 200
HORIZON_S = 604_800.0
_READY = """([state, frame]) => {
  meter.say({ kind: "state", now: 25200, ...state });
  meter.take(meter.bytesOf(frame));
}"""
# Moves a pointer that is held down, by a pixel every few milliseconds, and lets go.
_DRAG = """async ([moves]) => {
  const line = document.querySelector("[role=slider][aria-label='Time of the run']");
  const { left, top } = line.getBoundingClientRect();
  const event = (type, x) => {
    const at = { clientX: left + x, clientY: top + 5 };
    const hand = { bubbles: true, pointerId: 1, button: 0, buttons: 1 };
    line.dispatchEvent(new PointerEvent(type, { ...hand, ...at }));
  };
  line.setPointerCapture = () => {};
  event("pointerdown", 1);
  for (let x = 1; x <= moves; x += 1) {
    event("pointermove", x);
    await new Promise((done) => setTimeout(done, 8));
  }
  event("lostpointercapture", moves);
  await new Promise((done) => setTimeout(done, 500));
  return meter.commands;
}"""


def test_the_time_line_is_dragged_without_flooding_the_server(tab: Tab, twin: RemoteTwin) -> None:
    crowd = Crowd(10, 3)
    tab.page.add_init_script(path=METER)
    tab.page.add_init_script(f"window.meter.scene = {json.dumps(crowd.scene())}")
    page = tab.open(f"/twins/{twin.id}")
    line = page.get_by_role("slider", name="Time of the run")
    state = {"playing": False, "speed": 0, "wanted_speed": 60, "late": False, "number": 1}
    page.wait_for_function("() => meter.line !== null")
    page.evaluate(_READY, [state, *crowd.frames(1)])
    expect(line).to_have_attribute("aria-disabled", "false")

    commands = page.evaluate(_DRAG, [MOVES])
    seeks = [one for one in commands if one["what"]["do"] == "seek"]
    box = line.bounding_box()
    assert box is not None
    let_go = HORIZON_S * MOVES / box["width"]
    assert len(seeks) > 10, "it is sought while the hand moves"
    assert abs(seeks[-1]["what"]["at"] - let_go) <= HORIZON_S / box["width"]
    gaps = [after["sent"] - before["sent"] for before, after in pairwise(seeks)]
    assert min(gaps) >= 1000 / Limits().commands_per_second
