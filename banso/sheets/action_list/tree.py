"""The tree of the plan out of the actions' labels: nodes with their keys, each level's name and numbering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from banso.domain.document import Level
from banso.domain.numbering import bare_number, numbering_style
from banso.domain.text import fold
from banso.sheets.action_list.carried import keys_of
from banso.sheets.action_list.doubts import Doubts
from banso.sheets.action_list.rows import Entries, Entry, Label


@dataclass(slots=True)
class Branch:
    """A node while the list is read; ``entry`` where a row of its own stands for it, ``repeats`` the title it repeats."""

    key: str
    parent: str | None
    level: int
    number: str | None
    title: str | None
    entry: Entry | None = None
    first: Entry | None = None
    repeats: str | None = None


@dataclass(slots=True)
class Tree:
    """All nodes by key, parents before their children, in printed order; ``index`` is made once they are complete."""

    branches: dict[str, Branch] = field(default_factory=dict)
    repeated: list[Entry] = field(default_factory=list)
    index: object = None

    def ancestors(self, key: str) -> list[Branch]:
        """The node and those above it, from the top."""
        path: list[Branch] = []
        current: str | None = key
        while current is not None:
            path.append(self.branches[current])
            current = path[-1].parent
        return path[::-1]


def joined_key(parent: str | None, number: str | None, title: str | None) -> str:
    """A node's key: the numbers of its path joined by "-", brackets around a number left off: it is 1-2 under (1), (2).

    A number that repeats its path (1-2-a) is not joined again; a node without a number is keyed by its title.
    """
    number = (bare_number(number) or number) if number else title or ""
    if parent is None or number.startswith(parent + "-"):
        return number
    return f"{parent}-{number}"


def path_label(level: int, label: Label) -> str:
    """How a label counts in a path of labels."""
    return f"{level}:{label.number or fold(label.title or '')}"


def grow(entries: Entries, given: Mapping[tuple[str, ...], str], doubts: Doubts) -> Tree:
    """The tree of all actions. ``given`` holds keys that a working copy carries, by the path of printed labels."""
    tree = Tree()
    known: dict[tuple[str | None, str], str] = {}
    titled: dict[tuple[str | None, str], str] = {}
    for entry in entries.found:
        parent: str | None = None
        labels: list[str] = []
        last = max((level for level, label in enumerate(entry.path) if label is not None), default=-1)
        for level, label in enumerate(entry.path):
            if label is None:
                continue
            labels.append(path_label(level, label))
            if level < last:
                parent = _upper(tree, known, titled, entry, parent, level, label, given.get(tuple(labels)), doubts)
            else:
                _own(tree, known, entry, parent, level, label, given, doubts)
        if last < 0:
            _own(tree, known, entry, None, len(entry.path) - 1, Label(), given, doubts)
    entries.found = [entry for entry in entries.found if entry not in tree.repeated]
    return tree


def _upper(
    tree: Tree,
    known: dict[tuple[str | None, str], str],
    titled: dict[tuple[str | None, str], str],
    entry: Entry,
    parent: str | None,
    level: int,
    label: Label,
    key: str | None,
    doubts: Doubts,
) -> str:
    """The key of the node above an action, made at its first row; other spellings of its title are doubts."""
    sign = path_label(level, label)
    found = known.get((parent, sign))
    if found is None and label.number is None:
        found = titled.get((parent, fold(label.title or "")))
    if found is None:
        found = _free(tree, key or joined_key(parent, label.number, label.title))
        tree.branches[found] = Branch(found, parent, level, label.number, label.title, first=entry)
        known[parent, sign] = found
    branch = tree.branches[found]
    if branch.title is None:
        branch.title = label.title
    elif label.title is not None and fold(label.title) != fold(branch.title):
        seen = (found, fold(label.title))
        if seen not in titled:
            titled[seen] = found
            doubts.add(
                "title-varies",
                "warning",
                entry.first.place(address=f"node/{found}/title"),
                f"「{branch.number or found}」の名称が行によって違います。「{branch.title}」と「{label.title}」です。"
                "先に出たものを使いました。正しい方に揃えてください。",
                label.title,
            )
    if branch.title is not None:
        titled.setdefault((parent, fold(branch.title)), found)
    return found


def _own(
    tree: Tree,
    known: dict[tuple[str | None, str], str],
    entry: Entry,
    parent: str | None,
    level: int,
    label: Label,
    given: Mapping[tuple[str, ...], str],
    doubts: Doubts,
) -> None:
    unnamed = f"{len(tree.branches) + 1}行"
    if not label:
        doubts.add(
            "action-unnamed",
            "error",
            entry.first.place(),
            "取組の番号も名称もない行があります。どちらかを書き入れてください。",
            " ".join(entry.texts.values()),
        )
    wanted = joined_key(parent, label.number, label.title or unnamed)
    carried = keys_of(entry.first.key).node
    if carried is not None and (carried not in tree.branches or tree.branches[carried].entry is None):
        # A row copied in the workbook brings its key along; only the first one keeps it.
        wanted = carried
    before = tree.branches.get(wanted)
    if before is not None and before.entry is None and before.level == level:
        # The node stood above others so far; this is its own row.
        before.entry, entry.key = entry, wanted
        return
    if before is not None:
        if before.entry is not None and before.entry.texts == entry.texts:
            _repeated(tree, entry, wanted, doubts)
            return
        doubts.add(
            "key-duplicate",
            "error",
            entry.first.place(address=f"node/{wanted}"),
            f"「{wanted}」という番号の取組が二つあります。「{before.title or ''}」と「{label.title or ''}」です。番号を直してください。",
            label.title or wanted,
        )
    key = _free(tree, wanted)
    entry.key = key
    tree.branches[key] = Branch(key, parent, level, label.number, label.title, entry=entry, first=entry)
    known.setdefault((parent, path_label(level, label)), key)


def _repeated(tree: Tree, entry: Entry, key: str, doubts: Doubts) -> None:
    tree.repeated.append(entry)
    doubts.add(
        "row-repeated",
        "hint",
        entry.first.place(address=f"node/{key}"),
        f"「{key}」の同じ行が二度あります。一つとして読みました。",
        tree.branches[key].title or key,
    )


def _free(tree: Tree, key: str) -> str:
    """The key, or with a count behind it where another node has it."""
    free, count = key, 1
    while free in tree.branches:
        count += 1
        free = f"{key}({count})"
    return free


def levels_of(names: Iterable[str], branches: Iterable[Branch]) -> tuple[Level, ...]:
    """The levels by name, each with the numbering style that most of its numbers have."""
    styles: dict[int, Counter[str]] = {}
    for branch in branches:
        if branch.number is not None:
            styles.setdefault(branch.level, Counter())[numbering_style(branch.number)] += 1
    return tuple(
        Level(name=name, numbering=styles[level].most_common(1)[0][0] if level in styles else None)
        for level, name in enumerate(names)
    )
