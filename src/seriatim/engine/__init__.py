"""The engines that run a plan: exact and traced, or thousands of scenarios side by side."""
