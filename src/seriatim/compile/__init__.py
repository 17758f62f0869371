"""The compiler from deal to plan, one file per chapter of the prospectus."""
