"""The pages of the project."""
