"""Answers with things that clients keep: sent once, packed where that pays, and then only asked for
whether they are still the same."""

from collections.abc import Iterable, Mapping

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
    coding = coding_for(request.headers, file.packed)
    if coding is not None:
        content, headers = file.packed[coding], {**headers, "Content-Encoding": coding}
    return Response(content, headers=headers, media_type=file.media_type)


def has_it(headers: Headers, tag: str) -> bool:
    """Return whether a client has a thing with this tag already (RFC 9110, 13.1.2)."""
    tags = [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")]
    return tag in tags or tags == ["*"]


def coding_for(headers: Headers, offered: Iterable[str]) -> str | None:
    """Return the first of some codings that a client takes (RFC 9110, 12.5.3); None for none."""
    taken = dict(map(_weighed, headers.get("accept-encoding", "").split(",")))
    otherwise = taken.get("*", False)
    return next((coding for coding in offered if taken.get(coding, otherwise)), None)


def _weighed(part: str) -> tuple[str, bool]:
    """Return what a part of Accept-Encoding names, and whether it is taken at all."""
    name, _, weight = part.partition(";")
    refused = weight.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return name.strip().lower(), not refused
