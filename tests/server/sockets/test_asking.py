"""What a watcher says is understood, or refused with its reason; nothing else happens."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin_server.settings import Limits
from voltwin_server.sockets.asking import Ack, Asked, Command, Key, MessageError


def said(message: object) -> Ack | Key | Command:
    return Asked(Limits()).read(json.dumps(message))


def test_what_is_understood() -> None:
    assert said({"do": "ack", "frame": 7}) == Ack(7)
    assert said({"do": "key"}) == Key()
    assert said({"do": "seek", "at": "6h", "ref": 1}) == Command(1, {"do": "seek", "at": "6h"})


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (None, ""),
        ("", ""),
        ("{", ""),
        ("[" * 16_000, ""),
        ('{"do": "play", "ref": 1' + "0" * 16_000 + "}", ""),
        ('{"do": "play", "do": "pause", "ref": 1}', "body"),
        ("[]", ""),
        ("7", ""),
        ('"play"', ""),
        ("{}", "ref"),
        ('{"do": "play"}', "ref"),
        ('{"do": "play", "ref": 0}', "ref"),
        ('{"do": "play", "ref": 1.5}', "ref"),
        ('{"do": "play", "ref": true}', "ref"),
        ('{"do": "play", "ref": "1"}', "ref"),
        ('{"do": "play", "ref": 9007199254740992}', "ref"),
        ('{"do": 1, "ref": 1}', "do"),
        ('{"ref": 1}', "do"),
        ('{"do": "ack"}', "frame"),
        ('{"do": "ack", "frame": -1}', "frame"),
        ('{"do": "ack", "frame": null}', "frame"),
        ('{"do": "ack", "frame": 1, "ref": 1}', "ref"),
        ('{"do": "key", "frame": 1}', "frame"),
    ],
)
def test_what_is_refused(text: str | None, where: str) -> None:
    with pytest.raises(MessageError) as refused:
        Asked(Limits()).read(text)
    assert 400 <= refused.value.problem.kind.status < 500
    assert [one[0] for one in refused.value.problem.errors] == ([where] if where else [])


@pytest.mark.parametrize("ref", [1, 2, 5])
def test_what_is_sent_again_or_out_of_order_is_refused(ref: int) -> None:
    asked = Asked(Limits())
    for number in (2, 5):
        asked.read(f'{{"do": "play", "ref": {number}}}')
    with pytest.raises(MessageError, match="One thing is wrong") as refused:
        asked.read(f'{{"do": "play", "ref": {ref}}}')
    assert refused.value.ref == ref
    assert "greater than 5" in refused.value.problem.errors[0][1]
    assert asked.read('{"do": "play", "ref": 6}') == Command(6, {"do": "play"})


def test_a_ref_is_used_up_by_a_message_that_is_wrong_otherwise() -> None:
    asked = Asked(Limits())
    with pytest.raises(MessageError) as refused:
        asked.read('{"do": [], "ref": 1}')
    assert refused.value.ref == 1
    with pytest.raises(MessageError):
        asked.read('{"do": "play", "ref": 1}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
ALMOST = st.dictionaries(st.sampled_from(["do", "ref", "frame", "at"]), JSON | st.just("ack"))


@given(st.text() | (JSON | ALMOST).map(json.dumps))
def test_whatever_comes_is_understood_or_refused(text: str) -> None:
    try:
        asked = Asked(Limits()).read(text)
    except MessageError:
        return
    assert isinstance(asked, Ack | Key | Command)
