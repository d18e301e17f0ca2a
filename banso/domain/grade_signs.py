"""Which sign (◎ ○ △ ▽ ×) stands beside a grade: it follows from the grade's place among those of its rule set."""

from __future__ import annotations

from collections.abc import Sequence

SIGNS = "―◎○△▽×"
"""The signs by number: 1 the best … 5 the worst, 0 a grade whose place is not known."""

WORST = len(SIGNS) - 1


def band_signs(grades: Sequence[str]) -> dict[str, int]:
    """The number of each grade's sign, for the grades of a rule set's bands from the best down.

    The last of two or more is ×, whatever it is called (C, 未達成); of two the better is ○, as for people who mark yes and no.
    """
    own = list(dict.fromkeys(grades))
    signs = step_signs(own)
    if len(own) > 1:
        signs[own[-1]] = WORST
    return signs


def step_signs(labels: Sequence[str]) -> dict[str, int]:
    """The number of each step's sign, for the steps of an overall scale from the best down.

    The lowest of three or four steps need not be a failure (やや遅れ), so that it gets × only of two and of five.
    """
    own = list(dict.fromkeys(labels))
    if len(own) <= 2:
        return dict(zip(own, (2, WORST), strict=False))
    return {label: min(place, WORST) for place, label in enumerate(own, 1)}
