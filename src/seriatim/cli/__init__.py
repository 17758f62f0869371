"""How do I ask from the terminal? One file per command; each asks one room below and shows what it answers."""
