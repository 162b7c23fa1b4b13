"""The addresses of the page: at each of them it is the same page, and shows another view."""

CITY = ("/", "/twins/{twin_id}")  # views with a map: what draws it is loaded at once
VIEWS = (
    *CITY,
    "/twins",
    "/compare",
    "/sweeps",
    "/sweeps/{sweep_id}",
    "/runs",
    "/runs/{run_id}",
    "/scenarios",
    "/scenarios/new",
    "/scenarios/{scenario_id}",
)
FILES = ("/favicon.svg", "/favicon.ico", "/manifest.webmanifest", "/robots.txt")
API = ("/api/", "/problems/", "/metrics")  # answered in problems, whoever asks


def is_of_the_page(path: str) -> bool:
    """Return whether people, rather than programs, ask for a path."""
    return not path.startswith(API)
