"""A form as a browser would send it, read from the page's HTML."""

from __future__ import annotations

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """Gathers the fields of every form: name → values in the page's order."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._select: str | None = None
        self._chosen: list[str] = []
        self._first: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("name")
        if tag == "form":
            self.forms.append({})
        elif tag == "select" and name:
            self._select, self._chosen, self._first = name, [], None
        elif tag == "option" and self._select is not None:
            value = values.get("value") or ""
            self._first = value if self._first is None else self._first
            if "selected" in values:
                self._chosen.append(value)
        elif tag == "textarea" and name:
            self._area = name
            self._add(name, "")
        elif tag == "input" and name and "disabled" not in values and _sent(values):
            self._add(name, values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select is not None:
            for value in self._chosen or ([self._first] if self._first is not None else []):
                self._add(self._select, value)
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.forms[-1][self._area][-1] += data.removeprefix("\n")

    def _add(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].setdefault(name, []).append(value)


def _sent(values: dict[str, str | None]) -> bool:
    return values.get("type") not in ("checkbox", "radio", "submit") or "checked" in values


def form_with(page: str, field: str) -> dict[str, list[str]]:
    """The first form of the page that has the field, as it stands."""
    reader = _Forms()
    reader.feed(page)
    return next(form for form in reader.forms if field in form)
