"""The service on the web: addresses, access, limits. Nothing is decided here."""
