"""Forms of results: finished numbers to text, charts and pages. Computes nothing beyond a total."""
