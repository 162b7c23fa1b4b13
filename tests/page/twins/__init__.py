"""As in the folder above: what is of the folder is of this one, too."""
