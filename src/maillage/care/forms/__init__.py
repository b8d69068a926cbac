"""What the pages of care receive."""
