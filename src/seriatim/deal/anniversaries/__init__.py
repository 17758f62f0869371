"""Limits that shrink on anniversaries of the cut-off date: of losses, of credit support."""
