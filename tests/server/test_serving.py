"""A server starts with one clear message or not at all, and stops without losing an answer."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from fastapi import FastAPI
from fastapi.openapi.models import OpenAPI
from tests.server.jobs.workplace import until
from tests.server.running import rest_of, running

from voltwin.experiment.folder import CHUNKS
from voltwin.experiment.lock import LOCK
from voltwin.run_folder.folder_error import FolderError
from voltwin.store.interface import StoreError
from voltwin_server.access.roles import open_to_all
from voltwin_server.app import create_app
from voltwin_server.data_folder import served
from voltwin_server.description import described
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.routing import router
from voltwin_server.serving import (
    ServingError,
    TellingServer,
    listening_at,
    run_to_its_end,
)
from voltwin_server.settings import Settings, Timeouts

COMMAND = [sys.executable, "-W", "error", "-c", "from voltwin.cli import main; main()"]
LONG_S = 120


def voltwin(*words: str, cwd: Path, command: list[str] = COMMAND) -> tuple[int, str, str]:
    """Return status, output and errors of a command."""
    done = subprocess.run(
        [*command, *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=LONG_S
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def voltwin_serve(
    folder: Path, *words: str, lines: int = 4
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve from a folder, and give the process and the first lines that it says."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *words],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stderr is not None
        yield process, "".join(process.stderr.readline() for _ in range(lines))
    finally:
        process.kill()
        process.communicate(timeout=LONG_S)


def url_in(banner: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:[1-9][0-9]*", banner)
    assert found, banner
    return found[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_stops_when_told(tmp_path: Path, number: int) -> None:
    with voltwin_serve(tmp_path, "--data", "here") as (process, banner):
        assert re.search(r"data +here\n", banner)
        assert re.search(r"store +here/store\n", banner)
        with urlopen(f"{url_in(banner)}/api/health", timeout=LONG_S) as answer:
            assert json.load(answer)["status"] == "alive"
        process.send_signal(number)
        _, log = process.communicate(timeout=LONG_S)
    assert process.returncode == 0
    assert [line.split()[2] for line in log.splitlines()] == ["request", "stopped"]


def test_its_log_is_json_from_the_first_line_to_the_last(tmp_path: Path) -> None:
    with voltwin_serve(tmp_path, "--json-logs", lines=1) as (process, first):
        said = json.loads(first)
        with urlopen(f"{said['url']}/api/health", timeout=LONG_S):
            pass
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=LONG_S)
    messages = [json.loads(line)["message"] for line in log.splitlines()]
    assert [said["message"], *messages] == ["serving", "request", "stopped"]


def test_what_happens_to_jobs_is_json_too(tmp_path: Path) -> None:
    body = json.dumps({"scenario": SCENARIO, "replications": 3_000}).encode()
    words = ("--json-logs", "--workers", "1", "--data", "here")
    with voltwin_serve(tmp_path, *words, lines=1) as (process, first):
        url = json.loads(first)["url"]
        asked = Request(f"{url}/api/runs", body, {"Content-Type": "application/json"})
        with urlopen(asked, timeout=LONG_S) as answer:
            job = json.load(answer)["experiment_id"]
        assert process.stderr is not None
        log = [first]
        while '"job begins"' not in log[-1]:
            log.append(process.stderr.readline())
        folder = tmp_path / "here" / "jobs" / job
        until(lambda: any((folder / CHUNKS).glob("0*.parquet")))
        os.kill(json.loads((folder / LOCK).read_text())["pid"], signal.SIGKILL)
        while '"job ended"' not in log[-1]:
            log.append(process.stderr.readline())
        process.send_signal(signal.SIGTERM)
        log += process.communicate(timeout=LONG_S)[1].splitlines()
    said = [json.loads(line) for line in log]
    assert all({"time", "level", "message"} <= line.keys() for line in said)
    steps = [(line["message"], line["status"]) for line in said if line["message"][:3] == "job"]
    assert steps == [
        ("job accepted", "PENDING"),
        ("job begins", "RUNNING"),
        ("job waits", "PENDING"),
        ("job begins", "RUNNING"),
        ("job ended", "COMPLETED"),
    ]
    [waits] = [line for line in said if line["message"] == "job waits"]
    assert (waits["job"], waits["level"]) == (job, "warning")
    assert "SIGKILL" in waits["reason"]


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("job_per_token=3", 'there is no limit "job_per_token"; did you mean "jobs_per_token"?'),
        ("jobs_per_token=-3", "must be jobs_per_token=NUMBER, a whole number"),
        ("jobs_per_token", "must be jobs_per_token=NUMBER, a whole number"),
    ],
)
def test_a_wrong_limit_is_one_message(tmp_path: Path, limit: str, said: str) -> None:
    status, _, error = voltwin("serve", "--limit", limit, cwd=tmp_path)
    assert (status, error.count("\n")) == (2, 1)
    assert said in error


def test_a_folder_has_one_server_at_a_time(tmp_path: Path) -> None:
    with voltwin_serve(tmp_path, "--data", "here") as (process, _):
        status, _, error = voltwin("serve", "--port", "0", "--data", "here", cwd=tmp_path)
        assert status == 2
        assert error == (
            f"Error: here: is served by another process (number {process.pid} on "
            f"{socket.gethostname()}); stop that one, or choose another folder with --data\n"
        )
        process.kill()  # a lock ends with whoever holds it
        process.wait(LONG_S)
    with voltwin_serve(tmp_path, "--data", "here") as (_, banner):
        assert url_in(banner)


def test_a_port_that_is_taken_is_one_message(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, _, error = voltwin("serve", "--port", port, cwd=tmp_path)
    assert (status, error.count("\n")) == (2, 1)
    assert f"127.0.0.1:{port}: the port is taken; choose another --port" in error


def test_an_address_that_is_not_here_is_one_message(settings: Settings) -> None:
    with pytest.raises(ServingError, match=r"203\.0\.113\.1:0: cannot listen there"):
        listening_at(replace(settings, host="203.0.113.1", port=0))


def test_why_an_application_cannot_start_is_told(settings: Settings) -> None:
    elsewhere = replace(settings, store="oracle://db/voltwin", port=0)
    app = create_app(elsewhere)
    server = TellingServer(app, elsewhere, started=lambda: None)
    with (
        listening_at(elsewhere) as listening,
        pytest.raises(StoreError, match="there is no such kind of store"),
    ):
        run_to_its_end(server, listening, app)


def test_parts_of_an_answer_do_not_wait_for_each_other(settings: Settings) -> None:
    with (
        listening_at(replace(settings, port=0)) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_name_for_others_needs_a_token(tmp_path: Path) -> None:
    words = ("serve", "--port", "0", "--allow-host", "twin.example.org")
    status, _, error = voltwin(*words, cwd=tmp_path)
    assert (status, error.count("\n")) == (2, 1)
    assert "voltwin token create --name NAME --role planner --data voltwin-server" in error
    assert list(tmp_path.iterdir()) == []


def test_tokens_open_a_running_server_until_they_are_revoked(tmp_path: Path) -> None:
    status, token, _ = voltwin("token", "create", "--name", "Ann", "--role", "viewer", cwd=tmp_path)
    assert status == 0
    with voltwin_serve(tmp_path, "--allow-host", "twin.example.org") as (_, banner):
        assert "to who has a token" in banner
        asked = Request(f"{url_in(banner)}/metrics")
        asked.add_header("Authorization", f"Bearer {token.strip()}")
        with urlopen(asked, timeout=LONG_S) as answer:
            assert answer.status == 200
        assert voltwin("token", "revoke", "--name", "Ann", cwd=tmp_path)[0] == 0
        with pytest.raises(HTTPError) as refused:
            urlopen(asked, timeout=LONG_S)
        assert refused.value.status == 401
        refused.value.close()


def test_a_folder_that_is_served_or_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with (
        served(tmp_path),
        pytest.raises(FolderError, match="is served by another"),
        served(tmp_path),
    ):
        pass
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="cannot be written"), served(tmp_path / "file" / "x"):
        pass


def test_without_its_libraries_the_server_says_what_to_install(tmp_path: Path) -> None:
    without = "import sys; sys.modules['fastapi'] = None; from voltwin.cli import main; main()"
    command = [sys.executable, "-W", "error", "-c", without]
    for words in (["serve"], ["serve", "--openapi"]):
        status, _, error = voltwin(*words, cwd=tmp_path, command=command)
        assert status == 2
        assert error == (
            "Error: the server needs libraries of its own: pip install 'voltwin[server]'\n"
        )


def test_help_loads_none_of_the_servers_libraries(tmp_path: Path) -> None:
    names = "fastapi, uvicorn, starlette, pebble, prometheus_client, voltwin_server"
    ask = (
        "import sys\nfrom voltwin.cli import main\n"
        "try: main()\n"
        f"finally: print([n for n in {names.split(', ')} if n in sys.modules])"
    )
    for words in (["--help"], ["serve", "--help"], ["token", "--help"]):
        _, output, _ = voltwin(*words, cwd=tmp_path, command=[sys.executable, "-c", ask])
        assert output.splitlines()[-1] == "[]"


def test_the_description_is_printed_as_it_is_served(app: FastAPI, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    status, output, _ = voltwin("serve", "--openapi", cwd=tmp_path / "empty")
    assert status == 0
    assert json.loads(output) == described(app)
    assert list((tmp_path / "empty").iterdir()) == []
    OpenAPI.model_validate_json(output)


def go_on_when_closed(address: tuple[str, int], go_on: Event) -> None:
    """Let a request go on once nobody new is let in."""
    try:
        while True:
            socket.create_connection(address, timeout=LONG_S).close()
    except OSError:
        go_on.set()


def test_an_answer_that_has_begun_is_ended_before_the_server_stops(
    app: FastAPI, settings: Settings
) -> None:
    asked, go_on = Event(), Event()
    ours = router("test")

    @ours.get("/slow", dependencies=[open_to_all])
    def slow() -> str:
        asked.set()
        go_on.wait(LONG_S)
        return "whole"

    app.router.routes.extend(ours.routes)
    heard = []
    with running(app, settings) as address:
        client = socket.create_connection(address, timeout=LONG_S)
        client.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        asked.wait(LONG_S)
        reader = Thread(target=lambda: heard.append(rest_of(client)))
        reader.start()
        Thread(target=go_on_when_closed, args=(address, go_on)).start()
    reader.join(LONG_S)
    client.close()
    assert heard[0].startswith(b"HTTP/1.1 200")
    assert heard[0].endswith(b'"whole"')


def test_who_waits_for_a_job_is_told_where_it_is_when_the_server_stops(tmp_path: Path) -> None:
    patient = Settings(tmp_path, workers=1, timeouts=Timeouts(stopping=600))
    app = create_app(patient)
    heard = []
    with running(app, patient) as address:
        url = f"http://{address[0]}:{address[1]}/api/runs"
        body = json.dumps({"scenario": SCENARIO, "replications": 10_000}).encode()
        with urlopen(Request(url, body, {"Content-Type": "application/json"})) as answer:
            run_id = json.load(answer)["id"]

        def wait() -> None:
            with urlopen(f"{url}/{run_id}?wait=60", timeout=LONG_S) as answer:
                heard.append(json.load(answer))

        waiter = Thread(target=wait)
        waiter.start()
        until(lambda: any(live.waiters for live in app.state.server.jobs.board.all()))
    waiter.join(LONG_S)
    assert [(run["id"], run["progress"]["wanted"]) for run in heard] == [(run_id, 10_000)]
    assert heard[0]["status"] in ("PENDING", "RUNNING")


def test_a_request_without_end_does_not_keep_the_server(app: FastAPI, settings: Settings) -> None:
    asked = Event()
    ours = router("test")

    @ours.get("/endless", dependencies=[open_to_all])
    async def endless() -> str:
        asked.set()
        await asyncio.Event().wait()
        return "never"

    app.router.routes.extend(ours.routes)
    soon = replace(settings, timeouts=Timeouts(stopping=1.0))
    with running(app, soon) as address:
        client = socket.create_connection(address, timeout=LONG_S)
        client.sendall(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
        asked.wait(LONG_S)
    rest_of(client)
    client.close()
