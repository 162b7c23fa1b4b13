"""Writes the words of KPIs that the page is built with, src/ui/words.json, from the library: what
`GET /api/measures` tells.

python frontend/scripts/generate_words.py            writes them
python frontend/scripts/generate_words.py --check    exits 1 if they are not up to date
"""

import json
import sys
from pathlib import Path

from voltwin.wording.vocabulary import vocabulary

WORDS = Path(__file__).resolve().parents[1] / "src" / "ui" / "words.json"


def generated() -> str:
    """Return the text of the file: a line for each KPI."""
    lines = (json.dumps(word._asdict(), ensure_ascii=False) for word in vocabulary())
    return "[\n" + ",\n".join(f"  {line}" for line in lines) + "\n]\n"


def main(arguments: list[str]) -> int:
    """Write the words, or see whether they are as they would be written."""
    text = generated()
    if "--check" in arguments:
        return int(not WORDS.exists() or WORDS.read_text(encoding="utf-8") != text)
    WORDS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
