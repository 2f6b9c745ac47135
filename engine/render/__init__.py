"""Documents that people read, rendered for a terminal, as Markdown or as a page."""
