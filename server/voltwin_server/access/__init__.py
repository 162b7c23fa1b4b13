"""Who may do what: tokens, roles, and which web pages may call."""
