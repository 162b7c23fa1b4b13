"""What the pages show is what happens: their commands are run, and their Python too.

In a block marked `console` each line that begins with `$ ` is a command, and what follows is its
output, in which `...` stands for anything. A page's blocks are run one after the other in one
folder.
"""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```(?P<kind>console|python)\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)
NOT_RUN = ("make ", ". ", "git ")  # what sets up the tree that the tests run in


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return (kind, text) of each block of a page that can be run."""
    return [(b["kind"], b["text"]) for b in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output that it shows."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command.partition("  #")[0].strip(), output


def run(command: str, folder: Path) -> str:
    """Return what a command prints, errors included."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
        check=False,
    )
    return done.stdout


def difference(want: str, got: str) -> str:
    """Return how an output differs from the one shown, or nothing; line ends may have spaces."""
    want, got = ("\n".join(line.rstrip() for line in text.splitlines()) for text in (want, got))
    want, got = want.strip() + "\n", got.strip() + "\n"
    flags = doctest.ELLIPSIS | doctest.REPORT_NDIFF
    checker = doctest.OutputChecker()
    if checker.check_output(want, got, flags):
        return ""
    return checker.output_difference(doctest.Example("", want), got, flags)


WITH_BLOCKS = [page for page in PAGES if blocks(page)]


@pytest.mark.parametrize("page", WITH_BLOCKS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_shows_what_happens(page: Path, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for kind, text in blocks(page):
        if kind == "python":
            (tmp_path / "block.py").write_text(text, encoding="utf-8")
            assert run(f"{sys.executable} -W error block.py || echo FAILED", tmp_path) == ""
            continue
        for command, shown in commands(text):
            if not command.startswith(NOT_RUN):
                wrong = difference(shown, run(command, tmp_path)) if shown.strip() else ""
                assert not wrong, f"{command}\n{wrong}"


def test_the_readme_has_a_tour() -> None:
    assert ROOT / "README.md" in WITH_BLOCKS


def test_another_output_is_seen() -> None:
    assert difference("a\n...\nd\n", "a\nb\nc\nd\n") == ""
    assert "c" in difference("a\nb\n", "a\nc\n")
    assert list(commands("$ one  # why\nx\n$ two\n")) == [("one", "x\n"), ("two", "")]
