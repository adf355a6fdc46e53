"""Tests say whether code is right, not how fast the machine is: no deadlines."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
