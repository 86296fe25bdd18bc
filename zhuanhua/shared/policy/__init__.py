"""Dated policy values, rules and cases."""
