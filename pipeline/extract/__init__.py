"""Parsed sentences to mentions, statements, relations and viewpoints. Each stage is a function of one document."""
