"""Tests of in-site messages."""
