"""Text as text: what reads and compares strings and knows neither files nor articles."""
