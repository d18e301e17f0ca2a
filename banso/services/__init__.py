"""Deeds: one function is permission, rule, write and history, in one transaction."""
