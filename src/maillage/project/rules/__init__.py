"""What is computed of a project, from what is given and nothing else."""
