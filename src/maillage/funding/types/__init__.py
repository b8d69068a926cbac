"""What money is made of, as the rules hand it around."""
