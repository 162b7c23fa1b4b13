"""The examples run as they stand, and print what is kept beside them in examples/output."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_an_example_prints_what_it_should(script: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stderr == ""
    expected = EXAMPLES / "output" / f"{script.stem}.txt"
    assert done.stdout == expected.read_text(encoding="utf-8")


def test_each_output_has_its_example() -> None:
    assert len(SCRIPTS) == 4
    kept = sorted(path.stem for path in (EXAMPLES / "output").iterdir())
    assert kept == [script.stem for script in SCRIPTS]
