"""The log: a line for each request, for each step of a job and for what goes wrong, aligned for
people or as JSON.

What callers send stands in it only as ids, names of tokens and paths; never a token, a query or a
body.
"""

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from typing import TextIO

LOG = logging.getLogger("voltwin.server")
FIELDS = "fields"  # of a record: what it says, by name


class _Lines(logging.Formatter):
    """Formats a record as one line; what follows an exception are its lines."""

    def _fields(self, record: logging.LogRecord) -> dict[str, object]:
        return dict(getattr(record, FIELDS, {}))

    def _time(self, record: logging.LogRecord) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class JsonLines(_Lines):
    """A line is a JSON object: time, level, message, and the fields of the record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        content: dict[str, object] = {
            "time": self._time(record),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **self._fields(record),
        }
        if record.exc_info:
            content["exception"] = self.formatException(record.exc_info)
        return json.dumps(content, default=str)


class AlignedLines(_Lines):
    """A line is time, level, message and the fields, in columns."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what is not printable ASCII is escaped, so that it stays one."""
        fields = self._fields(record)
        said = " ".join(f"{name}={_plain(value)}" for name, value in fields.items())
        line = f"{self._time(record)} {record.levelname:7} {_plain(record.getMessage())} {said}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line.rstrip()


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}"
    text = str(value)
    return text if text.isascii() and text.isprintable() else ascii(text)


def log_to(stream: TextIO | None = None, *, as_json: bool) -> logging.Handler:
    """Let all that this process logs go to a stream, libraries and threads that fail included, and
    return what writes it.

    Args:
        stream: the standard error by default.
        as_json: a line is JSON.
    """
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    handler.setFormatter(JsonLines() if as_json else AlignedLines())
    logging.getLogger().handlers[:] = [handler]
    LOG.setLevel(logging.INFO)
    logging.captureWarnings(True)
    threading.excepthook = _thread_failed
    # Requests are logged here, once, and why an application cannot start is raised by `serving`.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    return handler


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    error = failed.exc_value or failed.exc_type()
    LOG.error("a thread has failed", exc_info=error)
