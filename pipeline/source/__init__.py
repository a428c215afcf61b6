"""Bytes to document, sections, blocks and parsed sentences, with exact offsets."""
