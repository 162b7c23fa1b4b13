"""Wrong values of options in plain words."""

import sys

import pytest

from voltwin.cli import main


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (["run", "x.yaml", "--seed", "abc"], "'--seed': must be a whole number"),
        (["run", "x.yaml", "--seed", "-1"], "'--seed': must be at least 0"),
        (["import", "x.csv", "--battery-kwh", "abc"], "'--battery-kwh': must be a number"),
        (["init", "--demand", "flet"], "'--demand': 'flet' is not one of 'arrivals', 'fleet'"),
        (["validate", "engines", "--scenarios", "0"], "'--scenarios': must be at least 1"),
        (["validate", "engines", "--workers", "0"], "'--workers': must be at least 1"),
    ],
)
def test_a_wrong_option_is_told_in_plain_words(
    words: list[str],
    plain: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(sys, "argv", ["voltwin", *words])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert plain in said
    assert "Input should" not in said
    assert "Value error" not in said
