"""Reads: rows become frozen values and plan documents."""
