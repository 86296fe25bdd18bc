"""Tests of the contracts programme."""
