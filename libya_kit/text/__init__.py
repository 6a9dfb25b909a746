<<<<<<< HEAD
"""Strings alone: quotes, what differs between two texts, and the one door through which text becomes HTML."""
=======
"""Text as text: what reads and compares strings and knows neither files nor articles."""
>>>>>>> numbers
