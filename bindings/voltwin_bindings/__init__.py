"""The one seam between the compiled engine and Python: tables in, Arrow out, no GIL in between."""
