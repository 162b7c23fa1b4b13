"""Twins: paced simulations that live in processes of the server, each with a folder of its own."""
