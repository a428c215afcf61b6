"""What the pipeline itself is made of, and that it is what it should be: pinned libraries, their licences, the model."""
