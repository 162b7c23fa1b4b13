"""Results that stay: run folders."""
