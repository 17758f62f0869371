"""The pages of `docs/reference` that are written from the program itself: `python -m docs.generator`."""
