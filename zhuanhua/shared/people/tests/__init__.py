"""Tests of accounts, organisations and memberships."""
