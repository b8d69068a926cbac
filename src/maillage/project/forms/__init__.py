"""What is typed in the project. Nothing here is of a patient, and nothing asks for it."""
