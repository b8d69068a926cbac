"""What care says on paper."""
