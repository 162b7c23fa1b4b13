"""The files of the page as they were built: each with its type, its tag, and packed if it pays."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from mimetypes import guess_type
from pathlib import Path
from threading import Lock

BUILD = Path(__file__).parent / "dist"
INDEX = "index.html"
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


@dataclass(frozen=True)
class PageFile:
    """A file of the page.

    Attributes:
        content: all of it.
        media_type: of it.
    """

    content: bytes
    media_type: str

    @cached_property
    def tag(self) -> str:
        """Its entity tag (RFC 9110, 8.8.3)."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'

    @cached_property
    def packed(self) -> bytes | None:
        """It as gzip has it; None where that does not pay."""
        if len(self.content) < _PACKED_FROM or not self.media_type.startswith(_TEXT):
            return None
        return gzip.compress(self.content, mtime=0)


class PageFiles:
    """The files of a build, each read once. Threads may share it."""

    def __init__(self, folder: Path = BUILD) -> None:
        """Know which files there are; what is built later is found, too, and a file built anew.

        Args:
            folder: of the build; there need not be one.
        """
        self._folder = folder
        self._lock = Lock()
        self._kept: dict[str, tuple[float, PageFile]] = {}

    def find(self, name: str) -> PageFile | None:
        """Return a file of the build; None where there is none of this name.

        Args:
            name: of the file, below the folder, with slashes. Only names of files that are there
                are looked for: no part of what a client sends becomes part of a path.
        """
        path = self._names().get(name)
        if path is None:
            return None
        try:
            changed = path.stat().st_mtime
            with self._lock:
                kept = self._kept.get(name)
            if kept is None or kept[0] != changed:
                kept = changed, PageFile(path.read_bytes(), _type_of(path))
                with self._lock:
                    self._kept[name] = kept
        except OSError:
            return None
        return kept[1]

    def _names(self) -> dict[str, Path]:
        found = self._folder.rglob("*")
        files = (path for path in found if path.is_file() and not path.is_symlink())
        return {path.relative_to(self._folder).as_posix(): path for path in files}


def _type_of(path: Path) -> str:
    return _TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
