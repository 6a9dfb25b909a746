"""Strings alone: numbers, quotes, what differs between two texts, and the one door through which text becomes HTML."""
