"""Choose a form: about ten questions, and for each form whether it fits, why, and what would change it."""
