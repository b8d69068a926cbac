"""What is done about care."""
