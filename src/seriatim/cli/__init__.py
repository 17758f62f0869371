"""The commands of the terminal, one file for each: it parses, asks the face once and shows the answer."""
