"""Tables to files: one module a format, and what all formats share."""
