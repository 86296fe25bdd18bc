"""The indicators, as pages."""
