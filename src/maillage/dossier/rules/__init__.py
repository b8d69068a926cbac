"""What the dossier room works out without a database nor a clock."""
