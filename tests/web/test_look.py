"""The look can be read by everyone: contrast, size, nothing from elsewhere, every part escaped, axe finds nothing."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from playwright.sync_api import Browser

from banso.web.templating import environment
from tests.browsers import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "banso" / "static" / "banso" / "css"
SHEETS = ("tokens", "base", "layout", "components", "grid")
HOSTILE = """<script>"'&x</script>"""


class Described(NamedTuple):
    kind: str
    place: str
    field: str
    before: str
    after: str


@cache
def css(name: str) -> str:
    return (STYLES / f"{name}.css").read_text(encoding="utf-8")


@cache
def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", css("tokens")))


@cache
def templates() -> Environment:
    loader = FileSystemLoader([ROOT / "banso" / "templates", Path(__file__).parent])
    return environment(loader=loader, autoescape=True)


@cache
def parts() -> Any:
    return templates().get_template("parts/ui.html").module


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two tokens, 1 to 21."""
    light, dark = sorted((luminance(tokens()[one]), luminance(tokens()[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_defines_it() -> None:
    assert contrast("surface", "focus-ring") == pytest.approx(21)
    assert contrast("surface", "surface") == pytest.approx(1)


@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("ink", "surface surface-soft surface-head key-soft key-pale success-soft error-soft warning-soft focus-glow"),
        ("ink-soft", "surface surface-soft surface-head key-soft success-soft warning-soft error-soft"),
        ("ink-faint", "surface surface-soft key-soft"),
        ("key", "surface surface-soft key-soft key-pale"),
        ("key-hover", "surface key-soft key-pale"),
        ("key-active", "key-pale"),
        ("link", "surface surface-soft surface-head key-soft success-soft error-soft warning-soft"),
        ("link-hover", "surface surface-soft key-soft"),
        ("link-visited", "surface surface-soft key-soft"),
        ("success", "surface success-soft"),
        ("error", "surface surface-soft key-soft error-soft"),
        ("error-hover", "error-soft"),
        ("error-active", "error-soft"),
        ("warning", "surface warning-soft key-soft surface-soft"),
        ("hint", "surface hint-soft key-soft surface-soft"),
        ("surface", "ink ink-soft key key-hover key-active"),
    ],
)
def test_words_stand_out_from_their_ground(ink: str, grounds: str) -> None:
    assert {ground: ratio for ground in grounds.split() if (ratio := contrast(ink, ground)) < 4.5} == {}


@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        *[(f"series-{number}", "surface") for number in range(1, 6)],
        ("line", "surface"),
        ("line-strong", "surface"),
        ("line-strong", "surface-soft"),
        ("key", "key-soft"),
        ("focus-ring", "focus-glow"),
        ("focus-ring", "surface-head"),
        ("focus-glow", "key"),
        ("focus-glow", "ink"),
    ],
)
def test_lines_marks_and_the_focus_ring_can_be_seen(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


def test_the_look_stays_small() -> None:
    assert sorted(path.stem for path in STYLES.glob("*.css") if path.stem in SHEETS) == sorted(SHEETS)
    assert sum(len(css(name).encode()) for name in SHEETS) <= 40 * 1024
    assert {name for name in SHEETS if len(css(name).splitlines()) > 400} == set()


@pytest.mark.parametrize("name", sorted(path.stem for path in STYLES.glob("*.css")))
def test_a_style_sheet_fetches_nothing_and_uses_only_known_tokens(name: str) -> None:
    assert not re.search(r"@import|url\(|https?:|@font-face", css(name))
    own = set(re.findall(r"--([\w-]+):", css(name)))
    assert set(re.findall(r"var\(--([\w-]+)", css(name))) - set(tokens()) - own == set()
    assert css(name).count("{") == css(name).count("}")


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "tokens"])
def test_colours_are_written_once_as_tokens(name: str) -> None:
    allowed = {"#000"}  # ink on paper
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)", css(name))) - allowed == set()


def test_parts_carry_no_inline_style_or_script() -> None:
    for path in (ROOT / "banso" / "templates" / "parts").glob("*.html"):
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script", path.read_text(encoding="utf-8")), path.name


def called(name: str) -> str:
    """The macro's output with hostile text wherever it takes text."""
    body = {"caller": lambda: Markup("")}
    pair, options = (HOSTILE, HOSTILE), [(HOSTILE, HOSTILE)]
    arguments: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
        "button": ((HOSTILE,), {"name": HOSTILE, "value": HOSTILE, "icon_name": "add", "attrs": {"data-x": HOSTILE}}),
        "link_button": ((HOSTILE, HOSTILE), {"icon_name": "add", "attrs": {"data-x": HOSTILE}}),
        "field": ((HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE), {"unit": HOSTILE, "attrs": {"data-x": HOSTILE}}),
        "select": ((HOSTILE, HOSTILE, options, HOSTILE, HOSTILE, HOSTILE), {}),
        "textarea": ((HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE), {}),
        "checkbox": ((HOSTILE, HOSTILE, True, HOSTILE, HOSTILE), {}),
        "radios": ((HOSTILE, HOSTILE, options, HOSTILE, HOSTILE, HOSTILE), {}),
        "drop_zone": ((HOSTILE, HOSTILE, HOSTILE, HOSTILE, True, HOSTILE), {}),
        "notice": (("error", HOSTILE, HOSTILE), {"role": HOSTILE}),
        "grade": ((HOSTILE, HOSTILE, 1), {}),
        "state": ((HOSTILE, "done"), {}),
        "severity": (("error",), {}),
        "badge": ((HOSTILE, HOSTILE), {}),
        "empty": ((HOSTILE, HOSTILE, HOSTILE), {}),
        "progress": ((1, 2, HOSTILE, HOSTILE), {}),
        "tabs": (([(HOSTILE, HOSTILE, True, HOSTILE)], HOSTILE), {}),
        "breadcrumb": (([pair, (HOSTILE, None)],), {}),
        "pager": ((pair, pair, HOSTILE, HOSTILE), {}),
        "data_table": ((HOSTILE, [HOSTILE, pair]), {"attrs": {"data-x": HOSTILE}, **body}),
        "chart": ((HOSTILE, HOSTILE), body),
        "definitions": (([pair],), {}),
        "changes": ((HOSTILE, [Described(*[HOSTILE] * 5)], HOSTILE, HOSTILE), {}),
        "disclosure": ((HOSTILE,), body),
        "menu": ((HOSTILE,), body),
        "dialog": ((HOSTILE, HOSTILE), body),
    }
    positional, named = arguments[name]
    return str(getattr(parts(), name)(*positional, **named))


MACROS = re.findall(
    r"{% macro ([a-z]\w*)\(", (ROOT / "banso" / "templates" / "parts" / "ui.html").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MACROS)
def test_every_part_escapes_what_people_typed(name: str) -> None:
    made = called(name)
    assert "<script" not in made
    # Quotes of an attribute end only where the template ends them: with all known tags gone, no quoted rest remains.
    assert "\"'&x" not in made
    if name != "severity":
        assert "&lt;script&gt;" in made


@pytest.mark.parametrize("name", ["notice", "severity"])
def test_an_unknown_kind_is_an_error_of_the_template(name: str) -> None:
    with pytest.raises(Exception, match="fatal"):
        getattr(parts(), name)("fatal", *(["題名"] if name == "notice" else []))


def test_a_grade_has_letter_shape_and_word() -> None:
    shapes = {re.findall(r'<path d="([^"]+)"', str(parts().grade("A", "達成", sign)))[0] for sign in range(1, 6)}
    assert len(shapes) == 5
    best = str(parts().grade("A", "達成", 1))
    assert ">A</b>" in best
    assert "達成" in best
    assert "<svg" not in str(parts().grade("A", "達成"))


def test_unset_and_zero_are_shown_apart() -> None:
    assert 'value=""' in str(parts().field("n", "件数", None))
    assert 'value="0"' in str(parts().field("n", "件数", 0))
    assert "0 / 5" in str(parts().progress(0, 5, "取り込み"))
    assert "max=" not in str(parts().progress(0, None, "取り込み"))


def gallery() -> str:
    rows = [
        Described("変更", "1-① 経営相談の充実", "令和5年度 実績", "1,021件", "1,234件"),
        Described("追加", "2-②", "題名", "", "販路の開拓"),
    ]
    sheets = [(STYLES / f"{name}.css").as_uri() for name in SHEETS]
    return templates().get_template("gallery.html").render(styles=sheets, described=rows)


def test_the_gallery_shows_every_part() -> None:
    source = (Path(__file__).parent / "gallery.html").read_text(encoding="utf-8")
    assert [name for name in MACROS if f"ui.{name}(" not in source] == []


needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed: the gallery was not looked at")


@needs_chromium
@needs_chromium
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(browser: Browser, tmp_path: Path, width: int) -> None:
    path = tmp_path / "gallery.html"
    path.write_text(gallery(), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    page.close()
    assert [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found] == []


@needs_chromium
def test_what_is_pressed_is_large_enough(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "gallery.html"
    path.write_text(gallery(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri())
    heights = page.evaluate(
        "[...document.querySelectorAll('.button:not(.button-small), summary, .site-nav a, .tabs a, .field > input, .field-with-unit > input')]"
        ".map(each => each.getBoundingClientRect().height).filter(height => height)"
    )
    page.close()
    assert len(heights) > 20
    assert min(heights) >= 44


def test_print_shows_the_paper_without_the_frame(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "gallery.html"
    path.write_text(gallery(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    seen = "selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).length"
    frame = ".site-header, .breadcrumb, .tabs, .pager, .button, .toast, .skip-link, .cell-choice"
    assert page.evaluate(seen, frame) == 0
    assert page.evaluate(seen, ".data-table, .grid, .grade, .notice, h1") > 10
    page.close()
