"""The mortgage loans behind the certificates."""
