"""The page of the socket says the bounds that hold."""

from pathlib import Path

import pytest

from voltwin_server.access.tickets import VALID_S
from voltwin_server.settings import Limits, Timeouts
from voltwin_server.sockets.commanding import MOST_WAITING
from voltwin_server.sockets.connection import PING_S
from voltwin_server.sockets.hub import PROTOCOL
from voltwin_server.sockets.outbox import MOST_MESSAGES
from voltwin_server.sockets.rate import MOST_ON_THE_WAY, STEPS
from voltwin_server.sockets.watcher import MOST_MALFORMED

TEXT = " ".join((Path(__file__).parents[3] / "docs/live.md").read_text(encoding="utf-8").split())
WORDS = {8: "eight", 16: "Sixteen", 20: "twenty"}


@pytest.mark.parametrize(
    "said",
    [
        f"the subprotocol `{PROTOCOL}`",
        f"once, within {VALID_S:.0f} seconds",
        f"(`--limit sockets_per_token`, {Limits.sockets_per_token})",
        f"(`--limit sockets`, {Limits.sockets})",
        f"at most {Limits.message_bytes // 1024} KiB",
        f"{WORDS[MOST_WAITING]} may wait",
        f"after {WORDS[MOST_MALFORMED]} such messages",
        f"no more than {WORDS[MOST_ON_THE_WAY]} are on their way",
        f"a queue of {MOST_MESSAGES}",
        f"nothing for {Timeouts.watching:.0f} seconds",
        f"no answer to a ping for {PING_S:.0f} seconds",
    ],
)
def test_bounds_are_as_the_page_says(said: str) -> None:
    assert said in TEXT


def test_rates_are_as_the_page_says() -> None:
    assert [step / 0.1 for step in STEPS[1:]] == pytest.approx([2, 4, 8])
