"""Projection of a deal in scenarios: loans, plan and engine put together."""
