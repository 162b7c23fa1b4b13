"""What only the page asks for: its own files, and a demo to begin with."""
