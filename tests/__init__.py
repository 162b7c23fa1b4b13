"""A package, for Ciw installs one of the same name, which would come before a mere folder."""
