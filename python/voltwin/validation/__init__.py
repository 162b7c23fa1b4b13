"""Checks that anyone can repeat: both engines against each other, and the model against theory.

1. `random_networks` draws networks (`network`) that visit every corner of the model, and
   `as_scenario` writes them as scenarios;
2. `engines` runs them on both engines and compares the logs bit by bit; `replay` and the balances
   ask whether what both agree on is also right; `report` says what was visited;
3. `theory`, `waiting_networks` and others make networks that theory describes, and measure the
   kernel on them; `theory_checks` holds both against each other;
4. `trust` is the frame of `voltwin validate`: checks, verdicts, what they need, how they are told.
"""
