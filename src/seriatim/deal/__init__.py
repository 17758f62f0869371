"""The deal language: a deal file as frozen models, a folder for each chapter."""
