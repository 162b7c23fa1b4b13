"""How much the server takes: sizes of requests, depth of texts, slow clients, jobs of a caller."""
