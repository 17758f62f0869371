"""Credit support other than subordination: guaranties, letters of credit, insurance policies, reserve funds."""
