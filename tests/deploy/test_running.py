"""The image's commands, run without a container, on a database that asks for a password."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from tests.deploy import test_image
from tests.deploy.serving import served
from tests.store import servers

PASSWORD = r"with:colon\and backslash"
NAME = "twin.example.org"
WORDS = f"voltwin serve --host=127.0.0.1 --port=0 --allow-host={NAME} --json-logs"
COMMAND = WORDS.split()


@dataclass
class Container:
    """What a container of the image is, in a folder of its own."""

    folder: Path
    store: str

    @property
    def environment(self) -> dict[str, str]:
        """What the image sets, with its folders in this one; the cache is that of the tests."""
        image = dict(re.findall(r"(\w+)=(\S+)", test_image.of("ENV")[0]))
        here = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "VOLTWIN_CACHE_DIR": os.environ.get("VOLTWIN_CACHE_DIR", ""),
            "VOLTWIN_DATA": f"{self.folder}{image['VOLTWIN_DATA']}",
            "VOLTWIN_PASSWORD_FILE": str(self.folder / "secret"),
            "VOLTWIN_STORE": self.store,
            "PGPASSFILE": str(self.folder / "pgpass"),
        }
        return {**os.environ, **image, **here}

    def run(self, *command: str) -> str:
        """Run a command by the entry point, and return what it prints."""
        done = subprocess.run(
            ["sh", str(test_image.ENTRYPOINT), *command],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def serving(self) -> AbstractContextManager[str]:
        """Give the address of a server, which is stopped as an engine stops it."""
        return served(["sh", str(test_image.ENTRYPOINT), *COMMAND], self.environment)

    def is_healthy(self, address: str) -> bool:
        """Return what the image's health check says."""
        program, *words = json.loads(test_image.of("HEALTHCHECK")[0].partition(" CMD ")[2])
        assert program == "python"
        words[1] = words[1].replace("http://127.0.0.1:8000", address)
        done = subprocess.run([sys.executable, *words], capture_output=True, check=False)
        return done.returncode == 0


@pytest.fixture(scope="module")
def database() -> Iterator[servers.Server]:
    with servers.own_server() as server:
        server.execute(f"CREATE ROLE {servers.LOCKED} LOGIN PASSWORD '{PASSWORD}'")
        yield server


@pytest.fixture
def container(database: servers.Server, tmp_path: Path) -> Iterator[Container]:
    (tmp_path / "secret").write_text(PASSWORD + "\n")
    database.execute(f"CREATE DATABASE twin OWNER {servers.LOCKED}")
    yield Container(tmp_path, f"postgresql://{servers.LOCKED}@127.0.0.1:{database.port}/twin")
    database.execute("DROP DATABASE twin WITH (FORCE)")


def status(address: str, path: str, **headers: str) -> int:
    """Return how a request is answered that is sent to the server's name."""
    try:
        with urlopen(Request(address + path, headers={"Host": NAME, **headers})) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def until(container: Container, address: str, healthy: bool) -> bool:
    """Return whether the health check comes to say this, in the time that the image gives it."""
    end = time.monotonic() + float(re.findall(r"--start-period=(\d+)s", test_image.TEXT)[0])
    while container.is_healthy(address) is not healthy:
        if time.monotonic() > end:
            return False
    return True


def test_a_container_serves_and_says_when_its_database_is_away(
    container: Container, database: servers.Server
) -> None:
    container.run("voltwin", "db", "init")
    container.run("voltwin", "db", "init")  # as at the next start
    token = container.run("voltwin", "token", "create", "--name=me", "--role=viewer")
    with container.serving() as address:
        assert until(container, address, healthy=True)
        assert status(address, "/metrics") == 401
        assert status(address, "/metrics", Authorization=f"Bearer {token}") == 200
        database.kill()
        assert until(container, address, healthy=False)
        assert status(address, "/api/health") == 200
        database.start()
        assert until(container, address, healthy=True)


def test_a_wrong_password_is_told(container: Container) -> None:
    (container.folder / "secret").write_text("another")
    with pytest.raises(AssertionError, match="password"):
        container.run("voltwin", "db", "init")


def test_a_container_does_not_serve_before_there_is_a_token(container: Container) -> None:
    container.run("voltwin", "db", "init")
    with pytest.raises(AssertionError, match="voltwin token create"):
        container.run(*COMMAND)
