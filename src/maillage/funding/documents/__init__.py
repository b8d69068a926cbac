"""What leaves of the money on paper."""
