"""What names a store: a folder, or a database's URL."""

from pathlib import Path

import pytest

import voltwin
from voltwin.store.embedded import EmbeddedStore
from voltwin.store.opening import open_store


@pytest.mark.parametrize("kind", [str, Path])
def test_a_folder_is_an_embedded_store(tmp_path: Path, kind: type) -> None:
    store = voltwin.open_store(kind(tmp_path / "data"))
    assert isinstance(store, EmbeddedStore)
    assert store.url == str(tmp_path / "data")
    store.close()


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "sqlite://x", "http://x", "timescale://h"])
def test_other_schemes_are_refused_without_telling_what_stands_behind(url: str) -> None:
    with pytest.raises(voltwin.StoreError, match=r"no such kind.*postgresql://user@host") as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "host=127.0.0.1 password=hush dbname=x",
        "dbname=x",
        "data/password=hush",
        "HOST = here user=me password='hush'",
    ],
)
def test_what_libpq_would_understand_is_no_folder(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(voltwin.StoreError, match="postgresql://user@host") as caught:
        open_store(name)
    assert "hush" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_may_have_marks_in_its_name(tmp_path: Path) -> None:
    open_store(str(tmp_path / "a=b my_host=1")).close()
    assert [one.name for one in tmp_path.iterdir()] == ["a=b my_host=1"]


def test_a_store_is_not_made_by_who_wants_one_that_is_there(tmp_path: Path) -> None:
    place = tmp_path / "data"
    with pytest.raises(voltwin.StoreError, match="there is no store; make one with: voltwin db"):
        open_store(place, create=False)
    assert not place.exists()
    open_store(place).close()
    open_store(place, create=False).close()


@pytest.mark.parametrize("url", ["", "  "])
def test_an_empty_name_is_refused(url: str) -> None:
    with pytest.raises(voltwin.StoreError, match="is empty"):
        open_store(url)
