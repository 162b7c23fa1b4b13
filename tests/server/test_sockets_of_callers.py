"""How many sockets may be open at once, by caller and in all."""

from contextlib import ExitStack

import pytest

from voltwin_server.limits.sockets import SocketsOfCallers
from voltwin_server.problems import ProblemError
from voltwin_server.settings import Limits


@pytest.mark.parametrize(("callers", "status"), [(["Ann"] * 3, 429), (["A", "B", "C", "D"], 503)])
def test_more_than_are_allowed_are_refused_and_told_when_to_come_again(
    callers: list[str], status: int
) -> None:
    sockets = SocketsOfCallers(Limits(sockets_per_token=2, sockets=3))
    with ExitStack() as opened:
        for caller in callers[:-1]:
            opened.enter_context(sockets.open(caller))
        with pytest.raises(ProblemError) as refused, sockets.open(callers[-1]):
            pass
        assert refused.value.kind.status == status
        assert refused.value.headers
        assert int(refused.value.headers["Retry-After"]) > 0
        assert sockets.count == len(callers) - 1
    assert sockets.count == 0
    with sockets.open(callers[-1]):
        assert sockets.count == 1
