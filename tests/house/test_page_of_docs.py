"""docs/page.md lists the keys and the fields of addresses that the page has."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    file for file in sorted((ROOT / "frontend" / "src").rglob("*.ts*")) if ".test." not in file.name
]
KEYS = re.compile(r'\bkeys: "([^"]+)"')
FIELDS = re.compile(r"\b[A-Z_]*FIELDS = \{(.*?)\};?\n", re.DOTALL)


def texts() -> Iterator[str]:
    for file in SOURCES:
        yield file.read_text(encoding="utf-8")


def section(heading: str) -> str:
    """Return what stands under a heading of the page of docs."""
    page = (ROOT / "docs" / "page.md").read_text(encoding="utf-8")
    return page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def named(text: str) -> set[str]:
    """Return what stands in code in the first columns of tables."""
    rows = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def fields_in(text: str) -> set[str]:
    """Return the fields of addresses that a source declares."""
    return {
        name
        for block in FIELDS.findall(text)
        for name in re.findall(r"(?:^|[{,\n])\s*(\w+)(?=[:,]\s)", f"{{{block}}}")
        if not name.isupper() and name not in ("low", "high", "places")
    }


def test_all_keys_are_listed() -> None:
    keys = {key for text in texts() for key in KEYS.findall(text)}
    assert len(keys) > 5
    assert keys <= named(section("Keys"))


def test_all_fields_of_addresses_are_listed() -> None:
    fields = set().union(*map(fields_in, texts()))
    assert {"t", "levers", "left", "order"} <= fields
    assert fields <= named(section("Links"))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("const FIELDS = { from: optionalText() };\n", {"from"}),
        ("const FIELDS = { all: flag(false), order: optionalText() };\n", {"all", "order"}),
        (
            "export const CITY_FIELDS = {\n  t: number(null, { low: 0, places: 0 }),\n"
            "  camera,\n  station: optionalText(),\n};\n",
            {"t", "camera", "station"},
        ),
    ],
)
def test_fields_are_seen(text: str, fields: set[str]) -> None:
    assert fields_in(text) == fields
