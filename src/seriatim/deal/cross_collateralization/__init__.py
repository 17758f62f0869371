"""Cross-collateralization: what groups do for each other."""
