"""Reading the books: years, entries, the cash book, what waits at the bank, what a year says."""
