"""How the command line's process ends: without a word about what was still in memory."""

import subprocess
import sys
from pathlib import Path

_ASK = """
import sys
from voltwin.cli import main
from voltwin.store.opening import open_store

store = open_store(sys.argv.pop())
store.query("SELECT 1 AS x")
store.close()
main()
"""


def test_who_has_asked_a_store_hears_nothing_of_its_driver(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASK, "db", "--help", str(tmp_path / "store")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "status" in done.stdout
    assert done.stderr == ""
