"""Texts are data: hostile ones are refused while they are read, good ones mean what they say."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin_server.limits.texts import read_json, read_yaml_text
from voltwin_server.problems import ProblemError
from voltwin_server.settings import Limits

LIMITS = Limits()

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(VALUES)
def test_json_is_read_as_python_reads_it(value: Any) -> None:
    text = json.dumps(value)
    assert read_json(text.encode(), LIMITS) == json.loads(text)
    assert read_json(json.dumps(value, ensure_ascii=False).encode(), LIMITS) == value


def kind_of(error: pytest.ExceptionInfo[ProblemError]) -> str:
    return error.value.kind.slug


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "malformed"),
        (b"{", "malformed"),
        (b"{'a': 1}", "malformed"),
        (b'{"a": 1} x', "malformed"),
        (b"\xff", "malformed"),
        (b'"\\ud800"', "malformed"),
        (b"NaN", "malformed"),
        (b"[Infinity]", "malformed"),
        (b"[-Infinity]", "malformed"),
        (b"9" * 5000, "malformed"),
        (b"[1e400]", "invalid"),
        (b'{"a": {"b": -1E+999}}', "invalid"),
        (b"[" + b"9" * 400 + b"]", "invalid"),
        (b'{"a": "x\\u0000y"}', "invalid"),
        (b'{"a\\u0000": 1}', "invalid"),
        (b'{"a": 1, "a": 2}', "invalid"),
        (b'[{"a": {"b": 1, ":": 2, "b": ":"}}]', "invalid"),
        (b"[" * 101 + b"]" * 101, "too-much"),
        (b"[" * 1_000_000, "too-much"),
        (b'{"a":' * 1_000_000, "too-much"),
        (b'["[[", ' + b"[" * 100 + b"]" * 101, "too-much"),
    ],
    ids=lambda value: value[:20].decode("latin-1") if isinstance(value, bytes) else value,
)
def test_hostile_json_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(ProblemError) as error:
        read_json(body, LIMITS)
    assert kind_of(error) == kind


def test_brackets_in_texts_are_no_depth() -> None:
    text = "[" * 500 + '\\"{'
    assert read_json(json.dumps([text]).encode(), LIMITS) == [text]


def test_what_is_as_deep_or_as_long_as_allowed_is_read() -> None:
    assert read_json(b"[" * 100 + b"]" * 100, LIMITS)
    limits = replace(LIMITS, json_values=3)
    assert read_json(b"[1,2,3]", limits) == [1, 2, 3]
    with pytest.raises(ProblemError, match="may have 3 values"):
        read_json(b"[1,2,3,4]", limits)


def test_the_greatest_float_and_long_fractions_are_numbers() -> None:
    assert read_json(b"[1.7976931348623157e308]", LIMITS) == [1.7976931348623157e308]
    assert read_json(b"[0." + b"1" * 400 + b", 1e-400]", LIMITS) == [pytest.approx(1 / 9), 0.0]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(ord('b') + n)}: &{chr(ord('b') + n)} [{', '.join(['*' + chr(ord('a') + n)] * 9)}]\n"
    for n in range(12)
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (BOMB, "malformed"),
        ("a: &a [*a]", "malformed"),
        ("a: 1\na: 2", "malformed"),
        ("a: [", "malformed"),
        ("a: 1\n---\nb: 2", "malformed"),
        ("a: 1\0", "malformed"),
        ("[" * 101 + "]" * 101, "too-much"),
        ("[" * 100_000, "too-much"),
        ("- " * 5_000, "too-much"),
        ("x: !!python/object/apply:os.system [id]", "invalid"),
        ("x: !!binary aGk=", "invalid"),
        ("x: !!timestamp 2026-01-01", "invalid"),
        ("!!set {a, b}", "invalid"),
        ("x: !own 3", "invalid"),
        ("x: .nan", "invalid"),
        ("x: [-.inf]", "invalid"),
        ("x: 1e999", "invalid"),
        ("x: " + "9" * 400, "invalid"),
        ('x: "a\\0b"', "invalid"),
    ],
    ids=lambda text: text[:20],
)
def test_hostile_yaml_is_refused(text: str, kind: str) -> None:
    with pytest.raises(ProblemError) as error:
        read_yaml_text(text.encode(), LIMITS)
    assert kind_of(error) == kind


def test_yaml_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(ProblemError, match="not UTF-8, at byte 3"):
        read_yaml_text(b"a: \xff", LIMITS)


def test_a_text_in_yaml_may_have_so_many_values() -> None:
    limits = replace(LIMITS, yaml_nodes=5)
    assert read_yaml_text(b"[1, 2, 3, 4]", limits) == [1, 2, 3, 4]
    with pytest.raises(ProblemError, match="may have 5 values"):
        read_yaml_text(b"[1, 2, 3, 4, 5]", limits)


def test_references_in_yaml_are_followed() -> None:
    assert read_yaml_text(b"a: &a {x: 1}\nb: *a", LIMITS) == {"a": {"x": 1}, "b": {"x": 1}}
