"""The README and the documentation are tests: pytest finds their examples from here."""

from tests.docs.snippets import snippets

pytest_collect_file = snippets.pytest()
