"""What `voltwin run` refuses before it begins."""

from pathlib import Path

import pytest
from typer import BadParameter

from voltwin.cli.run import Wanted, run_file
from voltwin.scenario import templates


@pytest.mark.parametrize(("until", "given"), [(0.0, "0s"), (18000.0, "5h"), (7201.0, "2h 1s")])
def test_an_end_outside_the_run_is_refused_before_anything_is_said_or_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    until: float,
    given: str,
) -> None:
    monkeypatch.setattr("voltwin_bindings.compiled.is_compiled", lambda: False)
    file, out = tmp_path / "my.yaml", tmp_path / "out"
    file.write_text(templates.first_scenario().replace("horizon: 1w", "horizon: 2h"))
    with pytest.raises(BadParameter, match=f"^{given} must be at least 1s and at most .*, 2h$"):
        run_file(file, "kernel", 1, until, Wanted(out, report=False, as_json=True))
    assert capsys.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == [file]
