"""A second reading: a changed text, a second annotator, and what is kept of both."""
