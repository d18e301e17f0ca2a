"""Banso (伴走): the whole year of a public plan, from the office's own papers and back to them."""

__version__ = "0.1.0"
