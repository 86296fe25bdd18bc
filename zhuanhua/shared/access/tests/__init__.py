"""Tests of roles, permissions and doors."""
