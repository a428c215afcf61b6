"""What people decided about the extraction: recorded, checked, applied at each build."""
