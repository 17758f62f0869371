"""Why was this dollar paid, or not? Answers are read off the exact run of a plan, step by step."""
