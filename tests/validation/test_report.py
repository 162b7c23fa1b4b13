"""The report says what was found and where nothing was looked for."""

from voltwin.validation.features import FEATURES
from voltwin.validation.report import Report


def test_report_counts_features_and_pairs() -> None:
    report = Report("of seed 7")
    report.add("7/0", 100, "", {"suspended", "resumed"})
    report.add("7/1", 300, "", {"suspended"})
    report.add("7/2", 200, "", set())
    report.add("7/3", 500, "", {"unplugged"})
    assert report.scenarios == 4
    assert report.median_rows == 250
    assert report.share("suspended") == 0.5
    assert report.share("suspended", "resumed") == report.share("resumed", "suspended") == 0.25
    assert report.share("unplugged", "resumed") == 0.0
    assert report.pairs_visited == 4 / (len(FEATURES) * (len(FEATURES) + 1) / 2)
    assert report.differences == []
    text = str(report).splitlines()
    assert text[0].startswith("4 random scenarios of seed 7: 1100 rows")
    assert text[1] == "Both engines agree in every row of every scenario."
    line = next(line for line in text if "resumed" in line)
    assert line.split()[0] == str(FEATURES.index("resumed") + 1)
    assert line.split()[-1] == "25"


def test_report_names_scenarios_that_differ_and_shows_the_first() -> None:
    report = Report("of seed 7")
    for n in range(7):
        report.add(f"7/{n}", 10, f"row {n} differs" if n else "", set())
    assert len(report.differences) == 6
    text = str(report)
    assert "6 differ." in text
    assert "scenario 7/1: row 1 differs" in text
    assert "row 6" not in text
    assert text.endswith("... and 1 more")


def test_empty_report_is_a_text_too() -> None:
    assert str(Report("of seed 1")).startswith("0 random scenarios")
