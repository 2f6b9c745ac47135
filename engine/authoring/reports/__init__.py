"""Reports of what was checked and tried, for people and for the tools that read them."""
