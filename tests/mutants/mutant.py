"""A mutant: one small change of one file of the core that a test should notice."""

import ast
import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "core" / "voltwin_core"


@dataclass(frozen=True)
class Mutant:
    """A change of a source text: bytes from `start` to `end` give way to `text`."""

    file: str  # below core/voltwin_core
    function: str  # in which it is, by its qualified name; empty for a module's own constants
    kind: str  # see `operators.KINDS`
    line: int  # of the statement that it is in ...
    last_line: int  # ... and where that, or its head, ends
    before: str  # of the smallest expression or statement that differs, without its layout
    after: str
    start: int
    end: int
    text: str
    nth: int = 0  # of the same changes in its function, 0 is the first

    @property
    def name(self) -> str:
        """What tells it apart, as long as the code around it stands."""
        told = f"{self.file}:{self.start}:{self.end}:{self.text}"
        return hashlib.sha256(told.encode()).hexdigest()[:10]

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f" {self.function}" if self.function else "")
        return f"{place} [{self.kind}]: {self.before} -> {self.after or '(dropped)'}"

    def applied(self, source: bytes) -> bytes:
        """Return the source with the change."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def plain(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"name": self.name, **asdict(self)}


class Source:
    """A source text, its tree, and where in the text a node stands."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.tree = ast.parse(content)
        self._lines = [0]
        for line in content.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return the bytes from the first of a node to past its last."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        first = self._lines[node.lineno - 1] + node.col_offset
        return first, self._lines[node.end_lineno - 1] + node.end_col_offset

    def text(self, node: ast.expr | ast.stmt) -> str:
        """Return what stands there."""
        first, last = self.span(node)
        return self.content[first:last].decode()
