"""How is a plan run? Exactly and traced, or thousands of scenarios side by side."""
