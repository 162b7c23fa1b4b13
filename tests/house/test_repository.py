"""The repository's own promises: names and versions only, and a Makefile that explains itself."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Written in two pieces: this file must not name one either.
REGISTRIES = tuple(
    f"{name}.{domain}"
    for name, domain in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("anaconda", "org"),
        ("crates", "io"),
        ("deb.debian", "org"),
    )
)
NOT_TRACKED = {"build", "dist", "node_modules", "results", "__pycache__"}
TRACKED_HIDDEN = {".ci", ".github"}

PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.+!]*")
TARGET = re.compile(r"^([a-z][a-z-]*):(?!=)(.*)$", re.MULTILINE)
HELP = re.compile(r"  ## [a-z].+")
ROOM = re.compile(
    r"(?<![\w./-])(?:bindings|benchmarks|core|docs|examples|frontend|python|server|tests)/[\w./-]*\w/?"
)
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").glob("*.md")),
)


def repository_files() -> Iterator[Path]:
    """Yield the files of the project, without environments, caches and results."""
    for folder, inner, files in os.walk(ROOT):
        inner[:] = [
            name
            for name in inner
            if name in TRACKED_HIDDEN or not (name.startswith(".") or name in NOT_TRACKED)
        ]
        yield from (Path(folder, file) for file in files)


def registries_in(content: bytes) -> list[str]:
    """Return the package registries that a file names."""
    lower = content.lower()
    return [host for host in REGISTRIES if host.encode() in lower]


def constraints() -> list[str]:
    """Return the lines of the constraints file."""
    return (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def normal_name(requirement: str) -> str:
    """Return the name in a requirement or pin, spelled as registries compare it."""
    name = re.split(r"[^A-Za-z0-9._-]", requirement)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def unexplained_targets(makefile: str) -> list[str]:
    """Return the targets that have no `## what it does`."""
    return [name for name, rest in TARGET.findall(makefile) if not HELP.search(rest)]


def paths_in(page: str) -> set[str]:
    """Return the paths that a page names: those that begin with a folder of the repository."""
    return set(ROOM.findall(page))


def test_no_file_names_a_package_registry() -> None:
    named = {
        str(file.relative_to(ROOT)): hosts
        for file in repository_files()
        if (hosts := registries_in(file.read_bytes()))
    }
    assert named == {}


def test_repository_files_are_found() -> None:
    found = {str(file.relative_to(ROOT)) for file in repository_files()}
    assert {"pyproject.toml", ".ci/run", "tests/house/test_repository.py"} <= found


@pytest.mark.parametrize("host", REGISTRIES)
def test_a_registry_is_noticed(host: str) -> None:
    assert registries_in(f'"resolved": "https://files.{host.upper()}/x.tgz"'.encode()) == [host]


def test_constraints_are_names_and_versions_only() -> None:
    lines = constraints()
    assert lines
    assert [line for line in lines if not PIN.fullmatch(line)] == []


def test_constraints_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = {normal_name(line) for line in constraints()}
    assert {normal_name(requirement) for requirement in wanted} - pinned == set()


@pytest.mark.parametrize(
    "line", ["numpy", "numpy>=2", "-e .", "numpy @ https://x/y.whl", "--index-url x", ""]
)
def test_anything_but_a_pin_is_noticed(line: str) -> None:
    assert not PIN.fullmatch(line)


def test_every_makefile_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"help", "setup", "run", "test", "bench", "lint", "clean"} <= {
        name for name, _ in TARGET.findall(makefile)
    }
    assert unexplained_targets(makefile) == []


def test_a_target_without_help_is_noticed() -> None:
    assert unexplained_targets("a: b  ## does a\nc: d\nE := f\n") == ["c"]


@pytest.mark.parametrize("page", PAGES)
def test_paths_on_a_page_exist(page: str) -> None:
    named = paths_in((ROOT / page).read_text(encoding="utf-8"))
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_paths_on_a_page_are_seen() -> None:
    page = "see `tests/kpis`, [model](docs/model.md).\ntests/core/test_a.py -k b, or bare python"
    assert paths_in(page) == {"tests/kpis", "docs/model.md", "tests/core/test_a.py"}
