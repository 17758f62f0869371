"""What does the prospectus say? The deal file as frozen models."""
