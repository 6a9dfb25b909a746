"""A collection of bad and of odd article folders, each one idea; `python -m tests.bad OUT` writes them out."""
