"""What the loans pay: loans and rep lines, strips, scenarios and the projection. Knows no classes."""
