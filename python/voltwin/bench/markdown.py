"""Markdown tables whose columns are aligned in the source, too."""

from collections.abc import Sequence


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: str) -> list[str]:
    """Return the lines of a table.

    Args:
        headings: of the columns.
        rows: one text a column.
        numbers: a letter a column: "r" for numbers, which stand on the right, else "l". A last
            column of texts is not padded, as it may hold whole sentences.
    """
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    widths[-1] = widths[-1] if numbers[-1] == "r" else 3
    marks = [
        "-" * (width - 1) + (":" if side == "r" else "-") for width, side in _both(widths, numbers)
    ]
    return [_line(cells, widths, numbers) for cells in (headings, marks, *rows)]


def _both(widths: list[int], numbers: str) -> list[tuple[int, str]]:
    return list(zip(widths, numbers, strict=True))


def _line(cells: Sequence[str], widths: list[int], numbers: str) -> str:
    padded = [
        cell.rjust(width) if side == "r" else cell.ljust(width)
        for cell, (width, side) in zip(cells, _both(widths, numbers), strict=True)
    ]
    return f"| {' | '.join(padded)} |"
