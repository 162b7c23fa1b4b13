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


@pytest.mark.parametrize("url", ["", "  "])
def test_an_empty_name_is_refused(url: str) -> None:
    with pytest.raises(voltwin.StoreError, match="is empty"):
        open_store(url)
