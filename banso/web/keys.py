"""Keys of nodes, groups and indicators in addresses: ``2-③`` as it is, a slash inside a key as in fact addresses."""

from __future__ import annotations

from banso.domain.address import join, split


class KeyConverter:
    """One part of an address that holds a key of the plan document."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The key; ValueError, which is "not there", for what no database may be asked for."""
        if "\x00" in value:
            raise ValueError
        return split(value)[0]

    def to_url(self, value: str) -> str:
        """The key with its slashes written out."""
        return join(value)
