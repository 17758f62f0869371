"""How results are shown: finished numbers to text, charts and pages. Computes nothing beyond a total."""
