"""What the project of a structure says on paper."""
