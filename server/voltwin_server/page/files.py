"""The files of the page as they were built: each with its type, its tag, and packed if it pays.

The build packs what is text, as well as can be: that takes seconds. What it has not packed is
packed here, by gzip, when it is first asked for.
"""

import gzip
import hashlib
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from mimetypes import guess_type
from pathlib import Path
from threading import Lock

BUILD = Path(__file__).parent / "dist"
INDEX = "index.html"  # of the city: it has all loaded at once that shows one
OTHERS = "others.html"  # of the other views
PACKED = {"br": ".br", "gzip": ".gz"}  # suffixes by the names of codings, the better one first
_PACKED_FROM = 1024  # bytes; below it packing saves no packet
_TEXT = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
_TYPES = {  # where a machine's own table may say otherwise
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}

_Ages = tuple[int, ...]  # when things were changed [ns]


@dataclass(frozen=True)
class PageFile:
    """A file of the page.

    Attributes:
        content: all of it.
        media_type: of it.
        built: it as the build has packed it, by the coding (RFC 9110, 8.4.1).
    """

    content: bytes
    media_type: str
    built: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def tag(self) -> str:
        """Its entity tag (RFC 9110, 8.8.3)."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'

    @cached_property
    def packed(self) -> Mapping[str, bytes]:
        """It by the codings that it can be sent in, the better ones first; none where none pays."""
        if self.built:
            return self.built
        if len(self.content) < _PACKED_FROM or not self.media_type.startswith(_TEXT):
            return {}
        return {"gzip": gzip.compress(self.content, mtime=0)}


class PageFiles:
    """The files of a build, each read once. Threads may share it."""

    def __init__(self, folder: Path = BUILD) -> None:
        """Know which files there are; what is built later is found, too, and a file built anew.

        Args:
            folder: of the build; there need not be one.
        """
        self._folder = folder
        self._lock = Lock()
        self._names: Mapping[str, Path] = {}
        self._kept: dict[str, tuple[_Ages, PageFile]] = {}

    def find(self, name: str) -> PageFile | None:
        """Return a file of the build; None where there is none of this name.

        Args:
            name: of the file, below the folder, with slashes. Only names of files that are there
                are looked for: no part of what a client sends becomes part of a path.
        """
        found = self._find(name)
        if found is None:  # it may have been built since the files were listed
            self._names = _listed(self._folder)
            found = self._find(name)
        return found

    def _find(self, name: str) -> PageFile | None:
        names = self._names
        path = names.get(name)
        if path is None or path.suffix in PACKED.values():
            return None
        packed = {
            coding: names[name + suffix]
            for coding, suffix in PACKED.items()
            if name + suffix in names
        }
        try:
            ages = _ages(path, *packed.values())
            with self._lock:
                kept = self._kept.get(name)
            if kept is None or kept[0] != ages:
                kept = ages, _read(path, packed)
                with self._lock:
                    self._kept[name] = kept
        except OSError:
            return None
        return kept[1]


def _ages(*paths: Path) -> _Ages:
    return tuple(path.stat().st_mtime_ns for path in paths)


def _listed(folder: Path) -> dict[str, Path]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path for path in files}


def _read(path: Path, packed: Mapping[str, Path]) -> PageFile:
    """Return a file, with what the build has packed unless that was another content."""
    content, built = path.read_bytes(), {name: one.read_bytes() for name, one in packed.items()}
    if not _has_packed(built.get("gzip", b""), content):
        built = {}
    return PageFile(content, _type_of(path), built)


def _has_packed(packed: bytes, content: bytes) -> bool:
    """Return whether gzip packed a content: it ends with its checksum and length (RFC 1952)."""
    return packed[-8:] == struct.pack("<II", zlib.crc32(content), len(content) % 2**32)


def _type_of(path: Path) -> str:
    return _TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
