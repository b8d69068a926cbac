"""The roof: settings, root URLs and the server's entry point. No room may import it."""
