"""Settings of the property tests: no deadline on a busy machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("charts", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("charts")
