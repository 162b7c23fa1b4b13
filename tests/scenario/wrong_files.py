"""Files by kind that are no scenario or no table: what they hold, and the message."""

from tests.scenario.wrong_values import BASE, HEAD

OF_A_TABLE = f"""\
{HEAD}station_defaults: {{chargers: {{count: 4, power_kw: 50}}, batteries: 6, swaps_per_day: 9}}
stations: {{file: s.csv, columns: {{id: id, lon: lon, lat: lat}}}}
"""


def unfolding() -> str:
    """Return nine lists, each of ten times the one before: a thousand million values."""
    lists = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for inner, outer in zip("abcdefgh", "bcdefghi", strict=True):
        lists.append(f"{outer}: &{outer} [{', '.join([f'*{inner}'] * 10)}]")
    return "\n".join(lists)


FILES: dict[str, tuple[str, str | bytes, str]] = {
    "an empty file": (
        "city.yaml",
        "",
        "city.yaml: is empty; `voltwin init` writes an example",
    ),
    "comments only": (
        "city.yaml",
        "# a city\n# of stations\n",
        "city.yaml: holds comments only: fields with values are expected (name: value); "
        "`voltwin init` writes an example",
    ),
    "a list at the top": (
        "city.yaml",
        "- name: city\n- horizon: 1w\n",
        "city.yaml: holds a list at the top level: fields with values are expected (name: "
        "value); `voltwin init` writes an example",
    ),
    "prose": (
        "city.yaml",
        "Please simulate Hamburg.\n",
        "city.yaml: holds no scenario: fields with values are expected (name: value); "
        "`voltwin init` writes an example",
    ),
    "stations by name": (
        "city.yaml",
        f"{HEAD}stations:\n  north: {{batteries: 6}}\n",
        'city.yaml:8: stations: must be a list, each item beginning with "- id: ...", or '
        "{file: ..., columns: ...}, or {generate: demo_city}",
    ),
    "no stations": (
        "city.yaml",
        f"{HEAD}stations: []\n",
        "city.yaml:8: stations: given [], must hold at least 1",
    ),
    "aliases that unfold without end": (
        "city.yaml",
        unfolding(),
        "city.yaml: is no YAML: line 7, column 4: references (& and *) unfold to over "
        "5,000,000 values",
    ),
    "a comma too many in JSON": (
        "city.json",
        '{\n  "name": "city",\n  "horizon": "1d",\n}\n',
        "city.json: is no JSON: line 4, column 1: a name in double quotes is expected, "
        'such as "name"; is there a comma too many before it?',
    ),
    "a comment in JSON": (
        "city.json",
        '{\n  "name": "city" // mine\n}\n',
        "city.json: is no JSON: line 2, column 18: a comma is expected; JSON has no comments",
    ),
    "YAML called JSON": (
        "city.json",
        BASE,
        "city.json: is no JSON: line 1, column 1: a value is expected; a scenario in YAML "
        "is called .yaml",
    ),
    "NaN in JSON": (
        "city.json",
        '{"horizon": NaN}\n',
        "city.json: is no JSON: NaN is no number in JSON",
    ),
    "UTF-16": (
        "city.yaml",
        BASE.encode("utf-16"),
        "city.yaml: is UTF-16 text; save it as UTF-8 text",
    ),
    "Latin-1": (
        "city.yaml",
        BASE.replace("city", "Köln", 1).encode("latin-1"),
        "city.yaml:1: is not UTF-8 (byte 0xF6; Windows-1252 or Latin-1?); save it as UTF-8 text",
    ),
    "a workbook": (
        "city.yaml",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        "city.yaml: is a ZIP archive or an Excel workbook (.xlsx), no text; save it as UTF-8 text",
    ),
    "a compressed file": (
        "city.yaml",
        b"\x1f\x8b\x08\x00",
        "city.yaml: is compressed (gzip); unpack it first",
    ),
    "other bytes": (
        "city.yaml",
        b"\x00\x01\x02\x03",
        "city.yaml: is no text, but binary data",
    ),
}

TABLES: dict[str, tuple[str | bytes, str]] = {
    "a cell too many": (
        "id,lon,lat\na,1,2\nb,1,2,Main Street\n",
        "city.yaml: s.csv:3: has 4 cells, where the first line has 3; a cell that holds a "
        "comma must be in quotes",
    ),
    "a cell too few": (
        "id,lon,lat\na,1\n",
        "city.yaml: s.csv:2: has 2 cells, where the first line has 3",
    ),
    "a quote that is never closed": (
        'id,lon,lat\n"a,1,2\nb,1,2\n',
        "city.yaml: s.csv:2: the row goes on to line 3: a quote is opened in it and not closed",
    ),
    "a column that is not there": (
        "id,longitude,lat\na,1,2\n",
        'city.yaml: s.csv: has no column "lon"; did you mean "longitude"?',
    ),
    "two columns of one name": (
        "id,lon,lat,lon\na,1,2,3\n",
        'city.yaml: s.csv:1: two columns are called "lon"',
    ),
    "two rows of one id": (
        "id,lon,lat\na,1,2\nb,1,2\na,1,2\n",
        'city.yaml: s.csv:4: column "id": "a" is also the id at s.csv:2',
    ),
    "bars between the columns": (
        "id|lon|lat\na|1|2\n",
        'city.yaml: s.csv:1: has one column only, "id|lon|lat"; commas, semicolons or tabs '
        "separate columns",
    ),
    "UTF-16": (
        b"\xff\xfei\x00d\x00,\x00l\x00o\x00n\x00,\x00l\x00a\x00t\x00\n\x00a\x00,\x001\x00,\x002\x00\n\x00",
        "city.yaml: s.csv: is UTF-16 text; save it as CSV UTF-8",
    ),
    "Latin-1": (
        b"id,lon,lat\na,1,2\nK\xf6ln,1,2\n",
        "city.yaml: s.csv:3: is not UTF-8 (byte 0xF6; Windows-1252 or Latin-1?); save it "
        "as CSV UTF-8",
    ),
    "a workbook": (
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        "city.yaml: s.csv: is a ZIP archive or an Excel workbook (.xlsx), no text; save it "
        "as CSV UTF-8",
    ),
    "an empty table": (
        "",
        "city.yaml: s.csv: is empty; the names of the columns are expected first",
    ),
    "names of columns alone": (
        "id,lon,lat\n",
        "city.yaml: s.csv: has no rows below the names of its columns",
    ),
    "NaN": (
        "id,lon,lat\na,NaN,2\n",
        'city.yaml: s.csv:2: column "lon": given "NaN", must be a number [degrees]',
    ),
    "decimal commas": (
        "id;lon;lat\na;13,4;52,5\n",
        'city.yaml: s.csv:2: column "lon": given "13,4", must be a number [degrees]; write '
        "decimals with a point, and nothing between thousands\n"
        'city.yaml: s.csv:2: column "lat": given "52,5", must be a number [degrees]; write '
        "decimals with a point, and nothing between thousands",
    ),
    "lon and lat swapped": (
        "id,lon,lat\na,25.1,121.5\n",
        'city.yaml: s.csv:2: column "lat": given 121.5, must be at most 90 [degrees]; are '
        "lon and lat swapped?",
    ),
    "no id": (
        "id,lon,lat\n,25.1,12.5\n",
        'city.yaml: s.csv:2: column "id": is empty; every station needs an id',
    ),
}
