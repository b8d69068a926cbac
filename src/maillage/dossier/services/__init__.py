"""The use cases of the dossier: write a section, take a document away."""
