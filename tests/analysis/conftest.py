"""Settings of the property tests: the same examples on every machine, no deadline on a busy one."""

from hypothesis import settings

settings.register_profile("analysis", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("analysis")
