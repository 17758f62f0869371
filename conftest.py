"""What holds for all tests: documentation snippets are found from here, and random tests are steady."""

import os

from hypothesis import settings

from tests.docs.snippets import snippets

pytest_collect_file = snippets.pytest()

# The first call of compiled code takes seconds, so no deadline; in continuous integration the same cases every time.
settings.register_profile("seriatim", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "seriatim")
