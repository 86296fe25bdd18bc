"""Accounts, organisations, memberships."""
