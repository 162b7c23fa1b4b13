"""A hand that drags the time line asks no more of the server than it takes, and ends where it lets
go."""

from itertools import pairwise

from playwright.sync_api import expect
from tests.page.tab import Tab

from voltwin.client.twin import RemoteTwin
from voltwin_server.settings import Limits

MOVES = 60
HORIZON_S = 86_400.0
# Notes when seeks are sent, and where to.
LISTEN = """(() => {
  window.seeks = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (text) {
    const told = JSON.parse(text);
    if (told.do === "seek") seeks.push([performance.now(), told.at]);
    return send.call(this, text);
  };
})()"""
_EACH_MS = 16  # as often as a screen is drawn


def test_the_time_line_is_dragged_without_flooding_the_server(tab: Tab, twin: RemoteTwin) -> None:
    tab.page.add_init_script(LISTEN)
    page = tab.open(f"/twins/{twin.id}?t=0")
    line = page.get_by_role("slider", name="Time of the run")
    expect(line).to_have_attribute("aria-disabled", "false")
    box = line.bounding_box()
    assert box is not None
    left, middle = box["x"] + 2, box["y"] + box["height"] / 2
    page.mouse.move(left, middle)
    page.mouse.down()
    for move in range(MOVES):
        page.mouse.move(left + 2 * move, middle)
        page.wait_for_timeout(_EACH_MS)
    page.mouse.up()

    near_s = HORIZON_S / box["width"]
    let_go = HORIZON_S * (2 + 2 * (MOVES - 1)) / box["width"]
    page.wait_for_function(
        "([at, near]) => Math.abs(seeks.at(-1)[1] - at) <= near", arg=[let_go, near_s]
    )
    seeks: list[list[float]] = page.evaluate("seeks")
    times, places = zip(*seeks, strict=True)
    assert len(seeks) > 10, "it is sought while the hand moves"
    expect(line).to_have_attribute("aria-valuenow", str(round(places[-1])))
    least_ms = 1000 / Limits().commands_per_second
    assert min(after - before for before, after in pairwise(times)) >= least_ms
