import re
import zlib
from pathlib import Path

import pytest
from tests.report.runs import city, run_of

from voltwin.report.contents import sections
from voltwin.report.pdf import write_pdf
from voltwin.results import Run
from voltwin.run_folder.folder_error import FolderError

STRUCTURES = (
    *("one station for an hour", "no coordinates", "no arrivals", "nobody served", "names"),
    *("nothing observed", "some limits", "money", "ten years"),
)


def written(run: Run, folder: Path) -> bytes:
    file = folder / "report.pdf"
    write_pdf(run, None, file)
    assert list(folder.iterdir()) == [file]
    return file.read_bytes()


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_run_has_a_pdf(name: str, tmp_path: Path) -> None:
    run = run_of(name)
    pdf = written(run, tmp_path)
    assert pdf.startswith(b"%PDF")
    assert pages(pdf) == 1 + len(sections(run))


def test_figures_are_lines_and_text_in_fonts_that_are_embedded(tmp_path: Path) -> None:
    pdf = written(city(), tmp_path)
    assert b"/Subtype /Image" not in pdf
    assert b"/FontFile2" in pdf  # TrueType
    assert len(pdf) < 300_000


def test_what_an_explanation_says_goes_on_as_long_as_it_needs(tmp_path: Path) -> None:
    class Long:
        summary = "Why."
        worst = tuple(
            {"name": f"{i}", "binds": "bays", "sentence": "It is so. " * 150} for i in range(4)
        )
        table = city().kpis.by_station

    write_pdf(city(), Long(), tmp_path / "long.pdf")
    plain = written(city(), tmp_path / _made(tmp_path / "plain"))
    assert pages((tmp_path / "long.pdf").read_bytes()) > pages(plain) + 1


def _made(folder: Path) -> str:
    folder.mkdir()
    return folder.name


def test_the_same_run_gives_the_same_pages(tmp_path: Path) -> None:
    one, other = (written(city(), tmp_path / _made(tmp_path / name)) for name in ("a", "b"))
    assert _drawn(one) == _drawn(other)


def _drawn(pdf: bytes) -> list[bytes]:
    """Return what is drawn on each page."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    plain = [zlib.decompress(stream) for stream in streams if stream.startswith(b"x")]
    return [stream for stream in plain if b" re\n" in stream or b" l\n" in stream]


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="cannot be written"):
        write_pdf(city(), None, tmp_path / "absent" / "report.pdf")
    assert list(tmp_path.iterdir()) == []
