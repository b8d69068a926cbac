"""Keeping the books: years, their chart of accounts, entries, lines of the bank ranged."""
