"""The use cases of the project: write a need, an objective, an action; follow it; take one up; talk of where one stands."""
