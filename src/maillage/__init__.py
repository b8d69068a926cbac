"""Maillage: the open workshop of French coordinated practice."""
