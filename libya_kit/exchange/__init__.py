"""Out to the annotation tools and back: one module a format, from a tool's bytes to annotations and the other way."""
