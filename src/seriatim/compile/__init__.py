"""How does a deal become a plan? One file per chapter of the prospectus."""
