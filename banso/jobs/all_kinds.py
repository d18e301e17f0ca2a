"""Imports every module that registers a kind of job."""
