"""`voltwin validate`: checks that anyone can repeat."""

import sys

from voltwin.cli.failures import CHECK_FAILED
from voltwin.cli.progress import progress
from voltwin.validation.engines import run_many


def validate_engines(scenarios: int, seed: int, workers: int) -> None:
    """Compare both engines on random scenarios; exit status 1 on the first difference."""
    with progress("Comparing the engines", scenarios) as tell:
        report = run_many(scenarios, seed, tell, workers=workers)
    print(report)
    if report.differences:
        sys.exit(CHECK_FAILED)
