"""What is typed to seat an instance, prepare a meeting, decide and follow."""
