"""`voltwin report`: the report of a run or experiment, made from the results in its folder."""

import json
import sys
from pathlib import Path
from typing import Any

from typer import BadParameter

from voltwin.cli.progress import announce_compilation, progress
from voltwin.experiment.folder import TABLES
from voltwin.experiment.saved import is_experiment, load_experiment
from voltwin.explain import Explanation, OtherNumbersError
from voltwin.results import Run
from voltwin.run_folder.former_run import KPIS, REPORT_HTML, REPORT_PDF
from voltwin.run_folder.saved_run import read_run


def report_run(
    folder: Path, out: Path | None, *, pdf: bool, csv: bool, as_json: bool = False
) -> None:
    """Write report.html, or report.pdf and the KPI tables as CSV if asked for, and say where; or
    print what came out as JSON.

    Raises:
        BadParameter: one file is named for several, or by an ending that it will not have.
        FolderError: the folder holds no run, or nothing can be written.
    """
    if as_json:
        if out or pdf or csv:
            raise BadParameter("is printed: it goes with no other option", param_hint="--json")
        json.dump(_plain(folder), sys.stdout, default=str)
        sys.stdout.write("\n")
        return
    _check(out, pdf=pdf, csv=csv)
    if is_experiment(folder):
        _report_experiment(folder, out, pdf=pdf, csv=csv)
        return
    run = read_run(folder)
    if pdf:
        from voltwin.report.pdf import write_pdf

        write_pdf(run, _explained(run), out or folder / REPORT_PDF)
        print(f"Report: {out or folder / REPORT_PDF}")
    if csv:
        from voltwin.report.csv_files import write_csv

        files = write_csv(run, out or folder / KPIS)
        print(f"{len(files)} KPI tables: {files[0].parent}")
    if not pdf and not csv:
        from voltwin.report.html import write_html

        write_html(run, _explained(run), out or folder / REPORT_HTML)
        print(f"Report: {out or folder / REPORT_HTML}")


def _plain(folder: Path) -> dict[str, Any]:
    if not is_experiment(folder):
        return read_run(folder).record
    from voltwin.report.experiments.plain import as_json

    return as_json(load_experiment(folder))


def _report_experiment(folder: Path, out: Path | None, *, pdf: bool, csv: bool) -> None:
    experiment = load_experiment(folder)
    if pdf:
        from voltwin.report.experiments.pdf import write_pdf

        write_pdf(experiment, out or folder / REPORT_PDF)
        print(f"Report: {out or folder / REPORT_PDF}")
    if csv:
        from voltwin.report.experiments.csv_files import write_csv

        files = write_csv(experiment, out or folder / TABLES)
        print(f"{len(files)} tables: {files[0].parent}")
    if not pdf and not csv:
        from voltwin.report.experiments.html import write_html

        write_html(experiment, out or folder / REPORT_HTML)
        print(f"Report: {out or folder / REPORT_HTML}")


def _explained(run: Run) -> Explanation | None:
    """Return the explanation of a run, if this version of Voltwin can give one."""
    announce_compilation()
    with progress("Explaining", 1.0) as tell:
        try:
            return run.explain(progress=tell)
        except OtherNumbersError as error:
            print(f"Without an explanation: {error}", file=sys.stderr)
            return None


def _check(out: Path | None, *, pdf: bool, csv: bool) -> None:
    if out is None:
        return
    if pdf and csv:
        raise BadParameter(f"{out} cannot be both: ask for one of --pdf, --csv", param_hint="--out")
    if csv:
        return
    right = (".pdf",) if pdf else (".html", ".htm")
    if out.suffix.lower() not in right:
        also = "" if pdf else "; a .pdf needs --pdf"
        raise BadParameter(f"{out} must end in {right[0]}{also}", param_hint="--out")
