"""Commands go without pandas, and whoever comes after them has it again."""

import subprocess
import sys

ASK = """
import sys
from voltwin.cli.without_pandas import without_pandas
with without_pandas():
    import pyarrow
    table = pyarrow.table({"a": pyarrow.array([1, 2])})
    print("pandas" in sys.modules)
print(table.to_pandas()["a"].sum())
"""


def test_arrow_goes_without_pandas_until_somebody_asks_for_it() -> None:
    command = [sys.executable, "-W", "error", "-c", ASK]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == (["False", "3"], "")


ASK_WITHIN = """
import importlib.util
from voltwin.cli.without_pandas import with_pandas, without_pandas
with without_pandas():
    with with_pandas():
        print(importlib.util.find_spec("pandas") is not None)
    try:
        import pandas
    except ModuleNotFoundError as error:
        print(error)
"""


def test_a_library_that_needs_pandas_has_it_within_a_command() -> None:
    command = [sys.executable, "-W", "error", "-c", ASK_WITHIN]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True\nno command needs pandas\n", "")


def test_a_run_needs_no_pandas() -> None:
    ask = (
        "import sys; sys.argv = ['voltwin', 'run', 'no-such-file.yaml']\n"
        "from voltwin.cli import main\n"
        "try: main()\n"
        "finally: print('pandas' in sys.modules, 'pyarrow' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["False", "True"]
