"""Bytes of a table as text: UTF-8, or what spreadsheets write instead."""

import codecs
from pathlib import Path
from typing import NamedTuple

from voltwin.scenario.text_files import no_text, read_bytes


class Text(NamedTuple):
    """A file's text, and how it was written."""

    text: str
    encoding: str
    is_certain: bool = True


def read_any(file: Path) -> Text:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or else Windows-1252.

    Raises:
        ScenarioError: there is no such file, or it holds no text.
    """
    return text_in(file, read_bytes(file))


def text_in(file: Path, content: bytes) -> Text:
    """Return what `read_any` does of bytes that were read, or unpacked, from a file.

    Raises:
        ScenarioError: they are no text.
    """
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise no_text(file, content, 0)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Text(_decoded(file, content, "utf-16"), "UTF-16")
    if b"\0" in content:
        raise no_text(file, content, content.index(b"\0"))
    try:
        return Text(content.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError:
        return Text(_decoded(file, content, "cp1252"), "Windows-1252", is_certain=False)


def _decoded(file: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise no_text(file, content, error.start) from None
