"""A process of twins that kills itself at a point between a command and its answer."""

import os
import signal
from multiprocessing.connection import Connection
from typing import Any

from voltwin_server.twins import host as host_module
from voltwin_server.twins import journal
from voltwin_server.twins.alive import Alive
from voltwin_server.twins.hosted import Hosted
from voltwin_server.twins.journal import Entry, Journal
from voltwin_server.twins.wire import Answer

POINT = "VOLTWIN_TEST_DIES"  # in the environment: which of `POINTS`
BEFORE = ("before its line", "within its line")  # then nothing was done
AFTER = ("before its line is on the disk", "before it is told", "before it is answered")
POINTS = (*BEFORE, *AFTER)

_host, _append, _did = host_module.host, Journal.append, Hosted._did


def dying_host(server: Connection, life: Connection, json_logs: bool) -> None:
    """Have twins until the point is reached."""
    {
        "before its line": _before_its_line,
        "within its line": _within_its_line,
        "before its line is on the disk": _before_it_is_on_the_disk,
        "before it is told": _before_it_is_told,
        "before it is answered": _before_it_is_answered,
    }[os.environ[POINT]]()
    for name in ("load", "load_more"):
        setattr(host_module, name, lambda: None)
    _host(server, life, json_logs)


def _die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def _before_its_line() -> None:
    Journal.append = _die  # type: ignore[method-assign]  # here and below: of this process


def _within_its_line() -> None:
    def append(self: Journal, fields: dict[str, Any]) -> Entry:
        self._file.write(b'{"number": 1, "by": "ann", "made"')
        return Entry(_die())

    Journal.append = append  # type: ignore[method-assign]


def _before_it_is_on_the_disk() -> None:
    def append(self: Journal, fields: dict[str, Any]) -> Entry:
        journal.os.fsync = _die  # type: ignore[attr-defined]
        return _append(self, fields)

    Journal.append = append  # type: ignore[method-assign]


def _before_it_is_told() -> None:
    Hosted._did = _die  # type: ignore[method-assign]


def _before_it_is_answered() -> None:
    def did(self: Hosted, alive: Alive, entry: Entry) -> Entry:
        say = self._say
        self._say = lambda said: _die() if isinstance(said, Answer) else say(said)
        return _did(self, alive, entry)

    Hosted._did = did  # type: ignore[method-assign]
