"""What happens to this deal in that scenario? Loans, plan and engine put together."""
