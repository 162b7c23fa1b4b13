"""The page: one file at all its addresses, kept by browsers, with a policy; and what stands in for
it."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.server.conftest import URL, Store

from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import Tokens
from voltwin_server.app import create_app
from voltwin_server.page.files import PageFiles
from voltwin_server.routes import page
from voltwin_server.settings import Settings

INDEX = "<!doctype html><title>Voltwin</title>" + "<p>city</p>" * 200
OTHERS = INDEX + "<p>without a map</p>"
SCRIPT = "export const city = 1;\n" * 100
ID = "0190c5a1-5f00-7000-8000-000000000000"
VIEWS = ["/", "/compare", "/sweeps", "/runs", "/scenarios", "/twins", "/scenarios/new"]
VIEWS += [f"/{view}/{ID}" for view in ("twins", "sweeps", "runs", "scenarios")]
PEOPLE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a page that is built."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX, encoding="utf-8")
    (folder / "others.html").write_text(OTHERS, encoding="utf-8")
    (folder / "favicon.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "assets" / "index-1a2b.js").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setattr(page, "_FILES", PageFiles(folder))
    return folder


@pytest.mark.parametrize("path", VIEWS)
def test_every_view_is_the_page(client: TestClient, build: Path, path: str) -> None:
    answer = client.get(path, params={"t": "25200", "any": "thing"})
    has_map = path == "/" or path.startswith("/twins/")
    assert (answer.status_code, answer.text) == (200, INDEX if has_map else OTHERS)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def test_the_policy_lets_nothing_from_elsewhere_in(client: TestClient, build: Path) -> None:
    headers = client.get("/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "worker-src 'self' blob:" in policy
    assert "img-src 'self' data: blob:" in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self';" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_what_has_its_hash_in_its_name_is_kept_for_ever(client: TestClient, build: Path) -> None:
    answer = client.get("/assets/index-1a2b.js")
    assert (answer.status_code, answer.text) == (200, SCRIPT)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/", "/assets/index-1a2b.js", "/favicon.svg"])
def test_what_is_still_the_same_is_not_sent_again(
    client: TestClient, build: Path, path: str
) -> None:
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_build_of_one_file_serves_all_views(client: TestClient, build: Path) -> None:
    (build / "others.html").unlink()
    assert client.get("/runs").text == INDEX


def test_a_page_that_is_built_anew_is_another_one(client: TestClient, build: Path) -> None:
    tag = client.get("/").headers["etag"]
    (build / "index.html").write_text("<p>new", encoding="utf-8")
    answer = client.get("/", headers={"if-none-match": tag})
    assert (answer.status_code, answer.text) == (200, "<p>new")


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip, br", True), ("*", True), ("identity", False), ("gzip;q=0", False), ("", False)],
)
def test_it_is_packed_for_those_who_take_that(
    client: TestClient, build: Path, accepted: str, packed: bool
) -> None:
    answer = client.get("/assets/index-1a2b.js", headers={"accept-encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    assert (int(answer.headers["content-length"]) < len(SCRIPT)) is packed
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.text == SCRIPT


PACKED = {"gzip": gzip.compress(SCRIPT.encode()), "br": b"packed better"}


@pytest.fixture
def packed(build: Path) -> Path:
    """The script of a page whose build has packed it."""
    script = build / "assets" / "index-1a2b.js"
    for suffix, coding in ((".gz", "gzip"), (".br", "br")):
        script.with_name(script.name + suffix).write_bytes(PACKED[coding])
    return script


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, br;q=0", "gzip"),
        ("*;q=0, gzip", "gzip"),
        ("*", "br"),
        ("identity", None),
    ],
)
def test_what_the_build_has_packed_is_sent_as_it_is(
    client: TestClient, packed: Path, accepted: str, coding: str | None
) -> None:
    headers = {"accept-encoding": accepted}
    with client.stream("GET", "/assets/index-1a2b.js", headers=headers) as answer:
        sent = b"".join(answer.iter_raw())
    assert sent == (SCRIPT.encode() if coding is None else PACKED[coding])
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-length"] == str(len(sent))
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]


def test_what_was_packed_of_a_former_script_is_not_sent(client: TestClient, packed: Path) -> None:
    client.get("/assets/index-1a2b.js")
    packed.write_text(SCRIPT + "// mended", encoding="utf-8")
    answer = client.get("/assets/index-1a2b.js", headers={"accept-encoding": "gzip, br"})
    assert answer.headers["content-encoding"] == "gzip"  # packed when it was asked for
    assert answer.text == SCRIPT + "// mended"


@pytest.mark.parametrize("suffix", [".gz", ".br"])
def test_what_is_packed_is_no_file_of_its_own(
    client: TestClient, packed: Path, suffix: str
) -> None:
    assert client.get(f"/assets/{packed.name}{suffix}").status_code == 404


def test_what_is_built_while_it_serves_is_found(client: TestClient, build: Path) -> None:
    assert client.get("/assets/later.js").status_code == 404
    (build / "assets" / "later.js").write_text(SCRIPT, encoding="utf-8")
    assert client.get("/assets/later.js").text == SCRIPT


@pytest.mark.parametrize("path", ["/", "/assets/index-1a2b.js"])
def test_head_tells_the_same_without_it(client: TestClient, build: Path, path: str) -> None:
    seen, told = client.get(path), client.head(path)
    assert (told.status_code, told.content) == (200, b"")
    assert told.headers["content-length"] == seen.headers["content-length"]
    assert told.headers["etag"] == seen.headers["etag"]


@pytest.mark.parametrize(
    "path", ["/assets/none.js", "/assets/../index.html", "/assets/%2e%2e/index.html", "/robots.txt"]
)
def test_what_is_not_in_the_build_is_not_there(client: TestClient, build: Path, path: str) -> None:
    assert client.get(path).status_code == 404


def test_links_in_the_build_lead_nowhere_else(
    client: TestClient, build: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (build / "assets" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert client.get("/assets/link.txt").status_code == 404


def test_without_a_build_it_is_told_how_to_make_one(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "_FILES", PageFiles(tmp_path / "none"))
    answer = client.get("/")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "make page" in answer.text


def test_people_are_told_in_a_page_that_there_is_nothing(client: TestClient) -> None:
    answer = client.get("/<script>alert(1)</script>", headers=PEOPLE)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "&lt;script&gt;" in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["/api/nothing", f"/api/runs/{ID}", "/problems/nothing"])
def test_of_the_api_they_are_told_in_problems(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=PEOPLE)
    assert answer.headers["content-type"] == "application/problem+json"


def test_programs_are_told_in_problems(client: TestClient) -> None:
    for headers in ({}, {"accept": "application/json"}, {"accept": "*/*"}):
        answer = client.get("/nothing", headers=headers)
        assert answer.headers["content-type"] == "application/problem+json"


def test_an_address_with_an_id_that_is_none_is_no_view(client: TestClient, build: Path) -> None:
    assert client.get("/runs/17", headers=PEOPLE).status_code == 404


@pytest.fixture
def public(settings: Settings, store: Store) -> Iterator[TestClient]:
    """A client, without a token, of a server that needs one."""
    Tokens(settings.data).create("ann", Role.VIEWER)
    app = create_app(replace(settings, host="0.0.0.0"), store=store)
    with TestClient(app, base_url=URL) as client:
        yield client


def test_the_page_needs_no_token_and_what_it_asks_for_does(public: TestClient, build: Path) -> None:
    assert public.get("/").status_code == 200
    assert public.get("/assets/index-1a2b.js").status_code == 200
    assert public.get("/api/demo").status_code == 401
