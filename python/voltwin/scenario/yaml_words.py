"""What a parser of YAML or JSON says, in words that tell what to do."""

_YAML = (
    ("found unexpected ':'", "a value is missing after the colon, or the space before the value"),
    (
        "could not find expected ':'",
        "a field is expected, as name: value, with a space after the colon",
    ),
    ("did not find expected ',' or '}'", "a { before it is not closed, or a comma is missing"),
    ("did not find expected ',' or ']'", "a [ before it is not closed, or a comma is missing"),
    (
        "did not find expected '-' indicator",
        'it is indented neither like the items ("- ") of the list above nor like their fields',
    ),
    ("did not find expected key", "it is not indented like the fields above it"),
    (
        "mapping values are not allowed",
        "a colon cannot stand here: quote the text, or look at the indentation",
    ),
    ("found unexpected end of stream", "the text that is opened here with a quote is never closed"),
    (
        "did not find expected alphabetic or numeric character",
        "* or & begins a reference; quote the text if it is none",
    ),
    (
        "found undefined alias",
        "* refers to something that is not there; quote the text if it is none",
    ),
    ("but found another document", "--- begins a second document; a file holds one scenario"),
    (
        "could not determine a constructor for the tag",
        "! begins a tag, which is not read; quote the text if it is none",
    ),
    ("found character that cannot start any token", "a value cannot begin like this; quote it"),
)
_JSON = (
    (
        "Expecting property name enclosed in double quotes",
        'a name in double quotes is expected, such as "name"; is there a comma too many before it?',
    ),
    ("Illegal trailing comma", "there is a comma too many before it"),
    ("Expecting ',' delimiter", "a comma is expected; JSON has no comments"),
    ("Expecting ':' delimiter", "a colon is expected between name and value"),
    ("Expecting value", "a value is expected; a scenario in YAML is called .yaml"),
    ("Extra data", "something follows after the end of the scenario"),
    ("Unterminated string", "the text that is opened here with a quote is never closed"),
)


def of_yaml(problem: str) -> str:
    """Return what is wrong with a YAML text."""
    return next((words for said, words in _YAML if said in problem), problem)


def of_json(problem: str) -> str:
    """Return what is wrong with a JSON text."""
    return next((words for said, words in _JSON if said in problem), problem)
