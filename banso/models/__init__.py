"""Tables and their constraints, one module per area. Rows are the only entities; rules are in ``banso.domain``."""

from banso.models.evaluations import (
    DecisionRow,
    Dismissal,
    JudgementRow,
    RuleSetRow,
    TotalRow,
)
from banso.models.history import BESIDE, BESIDE_DEEDS, Entry, EntryPlace, Look
from banso.models.imports import Import, ImportFile
from banso.models.indicators import ActualRow, IndicatorRow, PlacementRow, TargetRow
from banso.models.jobs import Job
from banso.models.organizations import Membership, Organization, Person, Role
from banso.models.plans import (
    EventRow,
    GroupRow,
    LevelRow,
    NodeRow,
    NoteRow,
    Plan,
    PlanItem,
    PlanOrganizationRow,
    RoadmapStepRow,
    TableRow,
    VocabularyRow,
    YearStructure,
)
from banso.models.progress import BudgetRow, Evidence, TextRow
from banso.models.requests import Request

ROWS: dict[str, type[PlanItem]] = {
    "organizations": PlanOrganizationRow,
    "levels": LevelRow,
    "vocabularies": VocabularyRow,
    "nodes": NodeRow,
    "groups": GroupRow,
    "roadmap": RoadmapStepRow,
    "indicators": IndicatorRow,
    "placements": PlacementRow,
    "targets": TargetRow,
    "actuals": ActualRow,
    "judgements": JudgementRow,
    "decisions": DecisionRow,
    "texts": TextRow,
    "notes": NoteRow,
    "budgets": BudgetRow,
    "events": EventRow,
    "tables": TableRow,
    "totals": TotalRow,
    "rule_sets": RuleSetRow,
}
"""The table of each list of the plan document."""

__all__ = [
    "BESIDE",
    "BESIDE_DEEDS",
    "ROWS",
    "ActualRow",
    "BudgetRow",
    "DecisionRow",
    "Dismissal",
    "Entry",
    "EntryPlace",
    "EventRow",
    "Evidence",
    "GroupRow",
    "Import",
    "ImportFile",
    "IndicatorRow",
    "Job",
    "JudgementRow",
    "LevelRow",
    "Look",
    "Membership",
    "NodeRow",
    "NoteRow",
    "Organization",
    "Person",
    "PlacementRow",
    "Plan",
    "PlanItem",
    "PlanOrganizationRow",
    "Request",
    "RoadmapStepRow",
    "Role",
    "RuleSetRow",
    "TableRow",
    "TargetRow",
    "TextRow",
    "TotalRow",
    "VocabularyRow",
    "YearStructure",
]
