"""Reading a diagnosis."""
