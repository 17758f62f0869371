"""Settings of the documentation site (Sphinx, MyST, furo): `make docs`."""

from importlib.metadata import version as installed_version

project = "Seriatim"
author = "The Seriatim authors"
copyright = author  # noqa: A001  # Sphinx asks for this name
version = release = installed_version("seriatim")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
nitpick_ignore_regex = [("py:.*", ".*")]  # types of the signatures have no pages of their own
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["generator"]
nitpicky = True
pygments_style = "friendly"
pygments_dark_style = "monokai"

html_theme = "furo"
html_title = "Seriatim"
html_copy_source = False
html_show_sourcelink = False
