"""The command line. Exit status: 0 done, 1 a check failed, 2 wrong input, 130 interrupted."""

import gc
import sys

from voltwin.cli.without_pandas import without_pandas


def main() -> None:
    """Run the command line; every failure that a user can cause is one clear message."""
    # Modules, scenarios and figures live to the end: to look for garbage among them takes a tenth
    # of a run's time.
    gc.set_threshold(200_000, 20, 20)
    from voltwin.cli.app import app
    from voltwin.cli.failures import INTERRUPTED, exit_status

    try:
        with without_pandas():
            app()
    except SystemExit as end:  # what Typer makes of an interrupt has no words
        sys.exit(exit_status(KeyboardInterrupt()) if end.code == INTERRUPTED else end.code)
    except (Exception, KeyboardInterrupt) as error:
        sys.exit(exit_status(error))
    finally:
        # All goes with the process: Python would look for garbage in it once more. DuckDB counts
        # what is left of it then, and tells the user.
        if "duckdb" not in sys.modules:
            gc.freeze()
