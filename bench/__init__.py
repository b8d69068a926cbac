"""`make bench`: what the site costs, each line beside its aim. Nothing here passes or fails."""
