"""Functions of care, without database or clock."""
