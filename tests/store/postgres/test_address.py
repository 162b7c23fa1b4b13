"""Addresses of databases: timeouts are set, and a password is never shown."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.store.interface import StoreError
from voltwin.store.postgres.address import Address, without_password


@given(st.text(min_size=3), st.sampled_from(["", "?sslmode=require", "?a=b@c&x=y"]))
def test_no_password_is_shown_however_it_is_written(password: str, query: str) -> None:
    marked = f"<{password}>"
    url = f"postgresql://ann:{marked}@db.example:5432/twin{query}"
    assert marked not in without_password(url)
    assert marked not in repr(Address(url))
    with suppress(StoreError):
        assert Address(url).parameters["password"]


def test_a_url_that_cannot_be_read_is_refused_without_the_password() -> None:
    with pytest.raises(StoreError) as refused:
        _ = Address("postgresql://ann:<se/cret>@db/twin").parameters
    assert "cret" not in str(refused.value)


@pytest.mark.parametrize("query", ["?password=<secret>", "?sslmode=require&password=<secret>&a=b"])
def test_no_password_of_a_query_is_shown(query: str) -> None:
    assert "<secret>" not in without_password(f"postgresql://db/twin{query}")


def test_what_is_no_secret_stays() -> None:
    url = "postgresql://ann@db:5432/twin?sslmode=verify-full&sslrootcert=ca.pem"
    assert without_password(url) == url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://127.0.0.1:5432/db?user=me@x.org", "127.0.0.1:5432/db?user=me@x.org"),
        ("postgresql://h:5432/db?user=me@x.org&password=<secret>", "h:5432/db?user=me@x.org"),
        ("postgresql://ann:<secret>@h/db?user=me@x.org", "ann@h/db?user=me@x.org"),
        ("postgresql://ann:<secret>@a:1,[::1]:2/db", "ann@a:1,[::1]:2/db"),
        ("postgresql://:<secret>@h", "@h"),
        ("postgresql:///db?host=/run/pg", "/db?host=/run/pg"),
    ],
)
def test_a_user_of_the_query_is_no_part_of_a_password(url: str, shown: str) -> None:
    assert without_password(url) == f"postgresql://{shown}"
    assert Address(url).parameters["dbname" if "db" in url else "host"]


def test_numbers_that_may_be_a_password_are_not_shown() -> None:
    url = "postgresql://ann:12/34@h/db"
    assert without_password(url) == "postgresql://ann@h/db"
    with pytest.raises(StoreError, match="cannot be read"):
        _ = Address(url).parameters


def test_a_peer_that_is_gone_is_noticed() -> None:
    parameters = Address("postgresql://db/twin").parameters
    assert parameters["connect_timeout"] <= 10
    assert parameters["tcp_user_timeout"] <= 60_000


def test_the_url_decides_about_timeouts_and_tls() -> None:
    parameters = Address("postgresql://db/twin?connect_timeout=3&sslmode=verify-full").parameters
    assert parameters["connect_timeout"] == "3"
    assert parameters["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://h:port/d",
        "postgresql://h:0/d",
        "postgresql://ann:a/b@h/d",
        "postgresql://h/d?colour=red",
        "postgresql://[::1/d",
    ],
)
def test_what_is_no_url_is_refused_before_anybody_is_asked(url: str) -> None:
    with pytest.raises(StoreError, match="named as in postgresql://user@host"):
        _ = Address(url).parameters
