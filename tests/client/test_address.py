"""Where a server is, as people write it."""

import pytest

from voltwin.client.address import Address, headers_of


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        (" https://twin.example/api/ ", "https://twin.example"),
        ("https://example.org/voltwin", "https://example.org/voltwin"),
        ("https://example.org/voltwin/api", "https://example.org/voltwin"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_what_stands_before_the_paths(written: str, url: str) -> None:
    assert Address.of(written).url == url


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("127.0.0.1:8000", "such as http://127.0.0.1:8000"),
        ("localhost", "such as"),
        ("ftp://localhost", "such as"),
        ("http://", "such as"),
        ("http://localhost:99999", "such as"),
        ("http://[::1", "such as"),
        ("", "such as"),
        ("http://localhost/?a=b", 'before "?"'),
        ("http://me:secret@localhost", "give a token as `token`"),
    ],
)
def test_what_is_no_address_is_refused(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^url: ") as error:
        Address.of(written)
    assert said in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "is_loopback"),
    [
        ("http://localhost", True),
        ("http://127.8.9.1", True),
        ("http://[::1]:1", True),
        ("http://10.0.0.7", False),
        ("https://localhost.example", False),
    ],
)
def test_the_loopback_is_known(url: str, is_loopback: bool) -> None:
    assert Address.of(url).is_loopback is is_loopback


def test_sockets_are_where_the_server_is() -> None:
    assert Address.of("http://localhost:8000").of_sockets == "ws://localhost:8000"
    assert Address.of("https://example.org/v").of_sockets == "wss://example.org/v"


def test_a_token_is_sent_as_a_bearer() -> None:
    assert headers_of(None) == {}
    assert headers_of(" vt_abc\n") == {"Authorization": "Bearer vt_abc"}


@pytest.mark.parametrize("token", ["", "  ", "vt_a b", "vt_ä", "vt_a\r\nX-Evil: 1"])
def test_what_cannot_be_a_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(ValueError, match="`voltwin token create` makes one") as error:
        headers_of(token)
    assert not token.strip() or token not in str(error.value)
