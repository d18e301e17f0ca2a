"""Legends of the overall rating, in the orders and pictures towns use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.domain.rule_set import ScaleStep
from banso.domain.scale_legend import format_scale_legend, parse_scale_legend


@pytest.mark.parametrize(
    ("printed", "steps"),
    [
        (
            "評価できる=★★★★、一定の評価はできる=★★★、評価できない=★",
            "3評価できる★★★★ 2一定の評価はできる★★★ 1評価できない★",
        ),
        (
            "総合評価：評価できる=★★★、一定の評価はできる=★★、評価できない=★",
            "3評価できる★★★ 2一定の評価はできる★★ 1評価できない★",
        ),
        ("評価できる：★★★、評価できない：★", "2評価できる★★★ 1評価できない★"),
        ("３：順調　２：おおむね順調　１：遅れ", "3順調３ 2おおむね順調２ 1遅れ１"),
        ("総合評価：３：順調　２：おおむね順調　１：遅れ", "3順調３ 2おおむね順調２ 1遅れ１"),
        ("１：遅れ　２：おおむね順調　３：順調", "3順調３ 2おおむね順調２ 1遅れ１"),
        ("◎=順調、○=概ね順調、×=遅れ", "3順調◎ 2概ね順調○ 1遅れ×"),
        ("総合評価：◎順調　○おおむね順調　×遅れ", "3順調◎ 2おおむね順調○ 1遅れ×"),
        ("総合評価　◎：順調　○：概ね順調", "2順調◎ 1概ね順調○"),
        ("A 順調　B 概ね順調　C 遅れ", "3順調A 2概ね順調B 1遅れC"),
        ("総合評価（案）：S=特に優れている／A=優れている／B=普通", "3特に優れているS 2優れているA 1普通B"),
        ("★=評価できない、★★=一定、★★★=評価できる", "3評価できる★★★ 2一定★★ 1評価できない★"),
        ("評価できる（★★）、評価できない（★）", "2評価できる★★ 1評価できない★"),
        ("総合評価：順調、おおむね順調、遅れ", "3順調 2おおむね順調 1遅れ"),
        ("総合評価：◎ 順調　○ おおむね順調　× 遅れ", "3順調◎ 2おおむね順調○ 1遅れ×"),
        ("総合評価（3段階）3：十分達成 2：一部達成 1：未着手", "3十分達成3 2一部達成2 1未着手1"),
        ("総合評価できる=★★、総合評価できない=★", "2総合評価できる★★ 1総合評価できない★"),
        ("", ""),
    ],
)
def test_a_printed_scale_means_these_steps(printed: str, steps: str) -> None:
    assert " ".join(f"{step.step}{step.label}{step.picture or ''}" for step in parse_scale_legend(printed)) == steps


pictures = st.sampled_from(
    [["★★★", "★★", "★"], ["◎", "○", "△", "×"], ["A", "B", "C", "D"], ["5", "4", "3", "2", "1"], [None, None, None]]
)
labels = st.lists(st.text("順調概評価一定できる可優良", min_size=2, max_size=8), min_size=5, max_size=5, unique=True)


@given(pictures, labels)
def test_a_scale_printed_by_banso_reads_back(drawn: list[str | None], words: list[str]) -> None:
    count = len(drawn)
    scale = tuple(ScaleStep(step=count - i, label=words[i], picture=drawn[i]) for i in range(count))
    assert parse_scale_legend(format_scale_legend(scale)) == scale
