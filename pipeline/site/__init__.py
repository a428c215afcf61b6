"""The Datasette site over a release."""
