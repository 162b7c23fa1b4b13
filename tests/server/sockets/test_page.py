"""The page of the socket says the bounds that hold, what messages have in them, and how it ends."""

import re
from pathlib import Path

import pytest
from tests.server.sockets.page import fields_of

from voltwin.client.messages import Bye, Interrupted, LiveKpis, Refused, State
from voltwin.client.twin_answers import Did
from voltwin_server.access.tickets import VALID_S
from voltwin_server.models.commands import Did as DidByRoute
from voltwin_server.settings import Limits, Timeouts
from voltwin_server.sockets import endings
from voltwin_server.sockets.commanding import MOST_WAITING
from voltwin_server.sockets.connection import MESSAGES_PER_S, MOST_AT_ONCE, PING_S
from voltwin_server.sockets.endings import Ending
from voltwin_server.sockets.hub import PROTOCOL
from voltwin_server.sockets.outbox import MOST_MESSAGES
from voltwin_server.sockets.rate import MOST_ON_THE_WAY, STEPS
from voltwin_server.sockets.watcher import KEYS_PER_S, MOST_KEYS, MOST_MALFORMED
from voltwin_server.twins.ends import End
from voltwin_server.twins.journal import SERVER
from voltwin_server.twins.known import AT_ONCE_S

PAGE = (Path(__file__).parents[3] / "docs/live.md").read_text(encoding="utf-8")
TEXT = " ".join(PAGE.split())
PER_S = Limits.commands_per_second
WORDS = {5: "five", 8: "eight", 16: "Sixteen", 20: "twenty"}


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
        f"more than {MOST_AT_ONCE} messages come at once, or more than {MESSAGES_PER_S} a second",
        f"once a second, {WORDS[MOST_KEYS]} times at once",
        f"beyond {PER_S} a second for long, or {AT_ONCE_S * PER_S} at once",
        f"who did it; `{SERVER}` for what nobody asked for",
    ],
)
def test_bounds_are_as_the_page_says(said: str) -> None:
    assert said in TEXT


def test_rates_are_as_the_page_says() -> None:
    assert [step / 0.1 for step in STEPS[1:]] == pytest.approx([2, 4, 8])


def test_whole_frames_are_asked_for_as_often_as_the_page_says() -> None:
    assert KEYS_PER_S == 1.0


@pytest.mark.parametrize("record", [State, LiveKpis, Did, Interrupted, Refused, Bye])
def test_the_client_knows_each_field_that_the_page_has(
    record: type[State | LiveKpis | Did | Interrupted | Refused | Bye],
) -> None:
    told = record.model_fields
    fields = fields_of(told["kind"].default)
    assert fields.keys() == told.keys() - {"kind"}
    for name, is_always in fields.items():
        assert is_always == told[name].is_required() or name == "ref", name


def test_what_the_journal_tells_is_what_those_who_watch_are_told() -> None:
    assert fields_of("did").keys() == DidByRoute.model_fields.keys() | {"ref"}


ENDINGS = [
    *(one for one in vars(endings).values() if isinstance(one, Ending)),
    *(endings.twin_ended("So it is.", end) for end in End),
]


@pytest.mark.parametrize("ending", [one for one in ENDINGS if one.code is not None], ids=str)
def test_the_client_goes_on_where_the_page_says_that_it_may(ending: Ending) -> None:
    assert ending.code is not None
    [then] = re.findall(rf"^\| [\d, ]*{ending.code}[\d, ]* \|[^|]*\|([^|]*)\|", PAGE, re.MULTILINE)
    bye = Bye(code=ending.code, reason=ending.reason)
    assert bye.is_final == ("open again" not in then)
