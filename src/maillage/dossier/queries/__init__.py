"""What is read of the documents of a structure."""
