"""Text files: read as UTF-8, with a hint where one is something else; written at once."""

import codecs
import os
from pathlib import Path

from voltwin.scenario.errors import ScenarioError

_MOST_BYTES = 256 * 2**20

# What a file that is no text begins with, and what to do about it.
_KINDS = (
    (b"PK\x03\x04", "is a ZIP archive or an Excel workbook (.xlsx), no text; {save}"),
    (b"\xd0\xcf\x11\xe0", "is an Excel workbook (.xls), no text; {save}"),
    (b"\x1f\x8b", "is compressed (gzip); unpack it first"),
    (b"%PDF", "is a PDF, no text"),
    (
        b"voltwin snapshot ",
        "is the snapshot of a run; `voltwin resume` goes on from it",
    ),
    (b"PAR1", "is a Parquet file, no text; {save}"),
    (codecs.BOM_UTF32_LE, "is UTF-32 text; {save}"),  # begins like UTF-16
    (codecs.BOM_UTF32_BE, "is UTF-32 text; {save}"),
    (b"\xff\xfe", "is UTF-16 text; {save}"),
    (b"\xfe\xff", "is UTF-16 text; {save}"),
)


def read_text(file: Path) -> str:
    """Return the text of a file.

    Raises:
        ScenarioError: there is no such file, or it holds no text.
    """
    content = read_bytes(file)
    if b"\0" in content or content.startswith(tuple(begin for begin, _ in _KINDS)):
        raise no_text(file, content, max(content.find(b"\0"), 0))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise no_text(file, content, error.start) from None


def read_bytes(file: Path) -> bytes:
    """Return what is in a file of at most 256 MiB.

    Raises:
        ScenarioError: there is no such file, or it cannot be read.
    """
    try:
        if file.is_dir():
            problem = "is a folder; name a file"
        elif file.stat().st_size > _MOST_BYTES:
            size = file.stat().st_size / 2**20
            problem = f"is {size:,.0f} MiB large; at most {_MOST_BYTES // 2**20} MiB are read"
        else:
            return file.read_bytes()
    except FileNotFoundError:
        problem = "there is no such file"
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except ValueError as error:
        raise ScenarioError([f"{str(file)!r}: is no file name: {error}"]) from None
    raise ScenarioError([f"{file}: {problem}"])


def no_text(file: Path, content: bytes, at: int) -> ScenarioError:
    """Return what to say of a file whose byte `at` is not UTF-8."""
    save = (
        "save it as CSV UTF-8"
        if file.suffix.lower() in (".csv", ".tsv", ".txt")
        else ("save it as UTF-8 text")
    )
    for begin, text in _KINDS:
        if content.startswith(begin):
            return ScenarioError([f"{file}: {text.format(save=save)}"])
    line = content.count(b"\n", 0, at) + 1
    if b"\0" in content:
        return ScenarioError([f"{file}{_with_nul(content, line, save)}"])
    why = f"is not UTF-8 (byte 0x{content[at]:02X}; Windows-1252 or Latin-1?); {save}"
    return ScenarioError([f"{file}:{line}: {why}"])


def _with_nul(content: bytes, line: int, save: str) -> str:
    """Return what to say of bytes with NULs: every other one of UTF-16 text is one."""
    if 2 * max(content[::2].count(0), content[1::2].count(0)) > 0.9 * len(content) > 3.6:
        return f": is UTF-16 or UTF-32 text without its mark, no UTF-8; {save}"
    if min(content.replace(b"\0", b""), default=0) < ord("\t"):
        return ": is no text, but binary data"
    return f": is no text: line {line} holds a NUL character (byte 0x00); delete it"


def write_at_once(file: Path, text: str) -> None:
    """Write a text file; an earlier one is replaced at once, or left as it was.

    Raises:
        OSError: the file cannot be written.
    """
    partial = file.with_name(f".{file.name}.partial-{os.getpid()}")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
