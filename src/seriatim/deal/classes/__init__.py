"""The classes of certificates: balances, rates, special features."""
