"""What leaves on paper: of an event, and of the book of partners."""
