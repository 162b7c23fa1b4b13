"""A package, as pytest sees it: its browser is closed behind its last test.

While Playwright is there, the thread of the tests has a running event loop, and tests that begin
one of their own would fail.
"""
