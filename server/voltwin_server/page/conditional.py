"""Answers with things that clients keep: sent once, packed where that pays, and then only asked for
whether they are still the same."""

from collections.abc import Mapping

from fastapi import Request
from starlette.datastructures import Headers
from starlette.responses import Response

from voltwin_server.page.files import PageFile

_NOT_MODIFIED = 304


def answer(request: Request, file: PageFile, keep: str, others: Mapping[str, str]) -> Response:
    """Return a thing, or that it is still the one that the client has.

    Args:
        request: that asks for it.
        file: the thing.
        keep: for how long it may be kept: the header Cache-Control.
        others: headers besides.
    """
    headers = {**others, "Cache-Control": keep, "ETag": file.tag, "Vary": "Accept-Encoding"}
    if has_it(request.headers, file.tag):
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    content = file.content
    if file.packed is not None and takes_gzip(request.headers):
        content, headers = file.packed, {**headers, "Content-Encoding": "gzip"}
    return Response(content, headers=headers, media_type=file.media_type)


def has_it(headers: Headers, tag: str) -> bool:
    """Return whether a client has a thing with this tag already (RFC 9110, 13.1.2)."""
    tags = [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")]
    return tag in tags or tags == ["*"]


def takes_gzip(headers: Headers) -> bool:
    """Return whether a client takes what gzip has packed (RFC 9110, 12.5.3)."""
    for part in headers.get("accept-encoding", "").split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
