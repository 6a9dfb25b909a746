"""The command line, and what it says of a machine that lacks something."""
