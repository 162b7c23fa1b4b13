"""The page: its files as they were built. They hold nothing that is not in the package, so nobody
needs a token for them; what the page then asks for is asked with one."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from voltwin_server.access.roles import open_to_all
from voltwin_server.page.conditional import answer
from voltwin_server.page.files import INDEX, OTHERS, PageFile, PageFiles
from voltwin_server.page.headers import ASK_AGAIN, FOR_EVER, HEADERS
from voltwin_server.page.paths import CITY, FILES, VIEWS
from voltwin_server.page.plain_pages import not_built
from voltwin_server.problems import NOT_FOUND, ProblemError
from voltwin_server.routing import PageRoute

router = APIRouter(route_class=PageRoute, redirect_slashes=False, include_in_schema=False)

_FILES = PageFiles()
_READ = ["GET", "HEAD"]


def show_city(request: Request) -> Response:
    """Return the page, which is told to load at once all that a map needs."""
    return _page(request, INDEX)


def show_view(request: Request) -> Response:
    """Return the page, whichever of its other views an address means: that is for it to know."""
    return _page(request, OTHERS)


for _path in VIEWS:
    _show = show_city if _path in CITY else show_view
    router.api_route(_path, methods=_READ, dependencies=[open_to_all])(_show)


@router.api_route("/assets/{name:path}", methods=_READ, dependencies=[open_to_all])
def get_asset(name: str, request: Request) -> Response:
    """Return a script, a style or a picture; its name has a hash of what is in it."""
    return answer(request, _found(f"assets/{name}"), FOR_EVER, HEADERS)


def get_file(request: Request) -> Response:
    """Return one of the few files beside the page, such as its icon."""
    return answer(request, _found(request.url.path.removeprefix("/")), ASK_AGAIN, HEADERS)


for _path in FILES:
    router.api_route(_path, methods=_READ, dependencies=[open_to_all])(get_file)


def _page(request: Request, name: str) -> Response:
    found = _FILES.find(name) or _FILES.find(INDEX)
    if found is None:
        return HTMLResponse(not_built(), NOT_FOUND.status, HEADERS)
    return answer(request, found, ASK_AGAIN, HEADERS)


def _found(name: str) -> PageFile:
    found = _FILES.find(name)
    if found is None:
        raise ProblemError(NOT_FOUND, NOT_FOUND.meaning)
    return found
