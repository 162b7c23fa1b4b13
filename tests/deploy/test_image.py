"""The server's image: what its Dockerfile says, and what can be tried of it without an engine."""

import json
import os
import re
import stat
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from tests.deploy.commands import options_in, options_of, variables_of

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
TEXT = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRYPOINT = DEPLOY / "entrypoint.sh"


def instructions(text: str) -> list[tuple[str, str]]:
    """Return (instruction, arguments) of a Dockerfile, in order."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    lines = (line.partition(" ") for line in joined.splitlines() if line.strip())
    return [(word, rest.strip()) for word, _, rest in lines]


ALL = instructions(TEXT)
START = max(number for number, (word, _) in enumerate(ALL) if word == "FROM")
LAST = ALL[START + 1 :]  # the stage that becomes the image


def of(word: str, stage: list[tuple[str, str]] = LAST) -> list[str]:
    return [rest for instruction, rest in stage if instruction == word]


def test_continued_lines_are_one_instruction() -> None:
    assert instructions("# a\nRUN a \\\n    && b\n\nUSER 1\n") == [
        ("RUN", "a && b"),
        ("USER", "1"),
    ]


# --- what it is made of ---


def test_all_stages_begin_with_one_python_of_a_pinned_version() -> None:
    assert {rest.partition(" AS ")[0] for rest in of("FROM", ALL)} == {"python:${PYTHON}"}
    (version,) = (rest.partition("=")[2] for rest in of("ARG", ALL) if rest.startswith("PYTHON="))
    found = re.fullmatch(r"(\d+)\.(\d+)\.\d+-slim-\w+", version)
    assert found is not None
    assert PROJECT["project"]["requires-python"] == f">={found[1]}.{found[2]}"


def copied() -> list[str]:
    """Return what is copied from the tree."""
    return [
        source
        for rest in of("COPY", ALL)
        if "--from" not in rest
        for source in re.sub(r"--\w+=\S+ ", "", rest).split()[:-1]
    ]


def test_what_is_copied_is_there() -> None:
    assert [source for source in copied() if not (ROOT / source).exists()] == []


def test_what_the_package_is_built_from_is_copied() -> None:
    folders = PROJECT["tool"]["hatch"]["build"]["dev-mode-dirs"]
    needed = {
        "pyproject.toml",
        "hatch_build.py",
        PROJECT["project"]["readme"],
        *PROJECT["project"]["license-files"],
        *folders,
    }
    assert needed <= set(copied())


def test_the_engine_is_sent_what_is_copied_and_no_secrets() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"  # nothing, but
    sent = {rule[1:] for rule in rules if rule.startswith("!")}
    assert sent == set(copied())
    assert not any(fnmatch("deploy/secrets/ray_token", f"{one}*") for one in sent)


def test_dependencies_are_the_tested_ones_with_extras_that_exist() -> None:
    installs = [rest for rest in of("RUN", ALL) if "pip install" in rest]
    assert len(installs) == 2  # Node for the page, and the package
    assert all("--constraint constraints.txt" in install for install in installs)
    (extras,) = (rest.partition("=")[2] for rest in of("ARG", ALL) if rest.startswith("EXTRAS="))
    assert set(extras.split(",")) <= set(PROJECT["project"]["optional-dependencies"])
    assert {"server", "timescale", "cluster"} <= set(extras.split(","))


# --- how it runs ---


def test_what_builds_it_stays_behind() -> None:
    assert [rest.partition(" AS ")[2] for rest in of("FROM", ALL)] == ["page", "build", ""]
    assert not any(word in rest for rest in of("RUN") for word in ("pip", "apt-get", "curl"))
    assert of("ADD", ALL) == []


def test_it_runs_as_nobody_special() -> None:
    (user,) = of("USER")
    words = [word for word, _ in LAST]
    assert re.fullmatch(r"([1-9]\d{3,}):([1-9]\d{3,})", user), "a number, not of a person"
    assert words.index("USER") > max(n for n, word in enumerate(words) if word in ("RUN", "COPY"))
    (made,) = of("RUN")
    assert f"--uid {user.partition(':')[0]}" in made


def test_no_secret_is_built_in() -> None:
    assert not re.search(r"PASSWORD|TOKEN|SECRET", " ".join(of("ENV", ALL) + of("ARG", ALL)))


def test_it_serves_on_the_port_that_it_shows() -> None:
    from voltwin_server.settings import Settings

    program, *words = json.loads(of("CMD")[0])
    assert program == "voltwin"
    assert options_in(words) <= options_of(words)
    assert of("EXPOSE") == [str(Settings(data=Path()).port)]
    assert of("STOPSIGNAL") == ["SIGTERM"]
    assert "VOLTWIN_DATA" in variables_of(words)
    data = dict(re.findall(r"(\w+)=(\S+)", of("ENV")[0]))["VOLTWIN_DATA"]
    assert of("WORKDIR") == [data]
    assert data in of("RUN")[0]


def test_its_health_is_whether_it_is_ready() -> None:
    from voltwin_server.access.roles import open_to_all
    from voltwin_server.routes import ROUTERS

    (check,) = of("HEALTHCHECK")
    options, _, command = check.partition(" CMD ")
    assert set(re.findall(r"--([\w-]+)=", options)) == {
        *("interval", "timeout", "start-period", "retries")
    }
    program, flag, code = json.loads(command)
    assert (program, flag) == ("python", "-c")
    compile(code, "healthcheck", "exec")
    found = re.search(r"http://127\.0\.0\.1:(\d+)(/[\w/]+)'", code)
    assert found is not None
    assert [found[1]] == of("EXPOSE")
    routes = [route for router in ROUTERS for route in router.routes]
    (ready,) = (route for route in routes if getattr(route, "path", None) == found[2])
    assert open_to_all in getattr(ready, "dependencies", ())


# --- the entry point, tried ---


def entered(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        ["sh", str(ENTRYPOINT), *command],
        env={"PATH": os.environ["PATH"], "PGPASSFILE": str(folder / "pgpass"), **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_entry_point_is_where_the_image_has_it() -> None:
    assert json.loads(of("ENTRYPOINT")[0]) == ["voltwin-entrypoint"]
    (copy,) = (rest for rest in of("COPY") if rest.endswith("/voltwin-entrypoint"))
    assert "deploy/entrypoint.sh" in copy
    assert os.access(ENTRYPOINT, os.X_OK)


def test_the_entry_point_runs_what_it_is_given(tmp_path: Path) -> None:
    words = ["echo", "a b", "$c"]
    assert entered(words, tmp_path, VOLTWIN_PASSWORD_FILE=str(tmp_path / "none")) == "a b $c\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("password", ["plain", r"with:colon\and backslash", "ends with newline\n"])
def test_a_password_comes_where_libpq_looks_for_it(password: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(password)
    entered(["true"], tmp_path, VOLTWIN_PASSWORD_FILE=str(secret))
    file = tmp_path / "pgpass"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, "libpq reads no file that others may"
    *anywhere, found = re.split(r"(?<!\\):", file.read_text().removesuffix("\n"), maxsplit=4)
    assert anywhere == ["*"] * 4
    assert re.sub(r"\\(.)", r"\1", found) == password.removesuffix("\n")
