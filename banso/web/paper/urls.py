"""Addresses of this area."""

from __future__ import annotations

from django.urls import path, register_converter

from banso.web.paper import files, views


class YearOfPaper:
    """The fiscal year of a paper, or ``-`` for one that shows the plan as a whole."""

    regex = r"-|\d{4}"

    def to_python(self, value: str) -> int | None:
        """The year, None for a paper without one."""
        return None if value == "-" else int(value)

    def to_url(self, value: int | None) -> str:
        """The year as it stands in an address."""
        return "-" if value is None else str(value)


register_converter(YearOfPaper, "paper_year")

_PAPER = "plans/<slug:slug>/papers/<slug:form>/<paper_year:year>"

urlpatterns = [
    path("papers/blocks.css", views.blocks_style, name="blocks_style"),
    path("plans/<slug:slug>/papers/", views.papers, name="papers"),
    path("plans/<slug:slug>/papers/<int:year>/", views.papers, name="papers_in"),
    path(f"{_PAPER}/", views.paper, name="paper"),
    path(f"{_PAPER}/download", files.download, name="paper_download"),
    path(f"{_PAPER}/totals", views.totals, name="paper_totals"),
    path(f"{_PAPER}/print", files.print_whole, name="paper_print"),
    path(f"{_PAPER}/<key:node>/", views.paper, name="paper_part"),
]
