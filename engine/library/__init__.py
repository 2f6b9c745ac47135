"""What Python programs use of remit; its names are given by the package itself."""
