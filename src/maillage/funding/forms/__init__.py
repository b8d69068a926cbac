"""What is typed of money."""
