"""Files of transfers that a bank takes: judged line by line before they are written, the same each time."""
