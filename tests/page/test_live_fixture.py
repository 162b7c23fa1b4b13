"""The page's decoder is checked against what the encoder makes now."""

from tests.page.live_fixture import FILE, text


def test_the_fixture_of_the_pages_decoder_is_what_the_encoder_makes_now() -> None:
    assert FILE.read_text() == text(), "run: .venv/bin/python -m tests.page.live_fixture"
