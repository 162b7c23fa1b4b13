"""Watching twins: sockets that send frames and messages, and take acknowledgements and commands."""
