"""Floor 0: money, dates, text, errors. No business words."""
