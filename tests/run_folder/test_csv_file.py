import io
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from voltwin.run_folder.csv_file import write_csv

TEXTS = ["=SUM(A1)", "+1", "-1", "@x", "\tx", "\rx", "a=b", "Süd", None]
SAFE = ["'=SUM(A1)", "'+1", "'-1", "'@x", "'\tx", "'\rx", "a=b", "Süd"]


def test_no_text_is_a_formula_and_numbers_keep_their_sign(tmp_path: Path) -> None:
    table = pa.table({"name": TEXTS, "value": [-1.5] * len(TEXTS)})
    write_csv(table, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        frame = pd.read_csv(io.StringIO(file.read(), newline=""), lineterminator="\n")
    assert frame["name"].to_list()[:8] == SAFE
    assert frame["value"].to_list() == [-1.5] * len(TEXTS)


def test_excel_pandas_and_arrow_read_umlauts(tmp_path: Path) -> None:
    write_csv(pa.table({"name": ["Süd", "東"]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes()[:3] == b"\xef\xbb\xbf"
    assert pd.read_csv(tmp_path / "t.csv")["name"].to_list() == ["Süd", "東"]
    assert csv.read_csv(tmp_path / "t.csv").to_pydict() == {"name": ["Süd", "東"]}
