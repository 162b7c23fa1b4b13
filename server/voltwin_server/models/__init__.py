"""What clients send and are answered: each a model with an example that a test sends."""
