"""Structuring assumptions: how the document's tables were computed."""
