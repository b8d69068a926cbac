"""What is typed to write a document."""
