"""The pages of money on its way."""
