"""Data that ships with Banso: published rule sets with their source, and the demonstration plan."""
