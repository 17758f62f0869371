"""How do I ask from the terminal? One file per command; each parses, asks the face once and shows the answer."""
