"""The audit of a plan: every rule runs, and all findings come back together.

A rule is one function with its code in its name. Rules see `facts.Facts`; those on waiting households see
their true reasons too. A rule that is added later joins a tuple below and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from neighborgrid.audit import (
    against,
    circles,
    figures,
    ground,
    identity,
    loads,
    posts,
    reasons,
    serving,
    shortages,
    stale,
    waiting,
)
from neighborgrid.audit.coverage import coverage
from neighborgrid.audit.facts import Facts
from neighborgrid.findings import Severity, worst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from neighborgrid.audit.tables import Floats
    from neighborgrid.findings import Finding
    from neighborgrid.model import Ground, Plan, Problem

RULES: Final[tuple[Callable[[Facts], Iterator[Finding]], ...]] = (
    identity.ng300_household_once,
    identity.ng301_id_given,
    identity.ng302_household_missing,
    identity.ng303_household_invented,
    identity.ng304_set_aside_missing,
    identity.ng305_set_aside_invented,
    identity.ng306_person_once,
    identity.ng307_member_or_excluded,
    identity.ng308_person_missing,
    identity.ng309_person_invented,
    serving.ng310_member_known,
    serving.ng311_member_eligible,
    serving.ng312_within_limit,
    serving.ng313_position_known,
    serving.ng314_stated_distance,
    loads.ng315_load_at_most,
    loads.ng316_load_at_least,
    serving.ng317_inside_boundary,
    serving.ng318_lock_held,
    serving.ng319_not_avoided,
    serving.ng320_vacant_not_served,
    serving.ng321_own_home_true,
    ground.ng260_way_on_foot,
    ground.ng261_no_shorter_than_straight,
    ground.ng262_walking_checked,
    waiting.ng329_served_not_listed,
    waiting.ng330_waiting_listed,
    waiting.ng331_listed_once,
    waiting.ng332_row_error_set_aside,
    figures.ng334_bounds_hold,
    figures.ng335_summary_true,
    figures.ng336_objective_true,
    figures.ng337_ledger_balanced,
    figures.ng338_ledger_total,
    figures.ng339_excluded_reason,
    identity.ng340_input_changed,
    identity.ng341_inputs_complete,
    identity.ng343_reference_known,
    figures.ng344_summary_complete,
    against.ng322_cap_within_rules,
    against.ng323_person_moved,
    against.ng324_person_loads,
    against.ng333_avoided_pairs,
    against.ng346_household_facts,
    against.ng347_household_wishes,
    against.ng348_person_admitted,
    against.ng349_person_kept_out,
    shortages.ng372_reach_only_those,
    shortages.ng373_shortage_figures_true,
    shortages.ng374_everybody_full_in_shortage,
    circles.ng380_member_in_circle,
    circles.ng381_circle_once,
    circles.ng382_circle_has_members,
    circles.ng383_member_near_centre,
    circles.ng384_centre_known,
    circles.ng385_household_follows_member,
    circles.ng386_inside_strict_circle,
    circles.ng387_outside_noted,
    circles.ng388_note_true,
    circles.ng389_households_at_most,
    circles.ng390_team_at_most,
    circles.ng391_team_at_least,
    circles.ng392_inside_boundary,
    posts.ng393_leader_of_team,
    posts.ng394_leads_one_circle,
    posts.ng395_deputies_of_team,
    posts.ng396_deputies_enough,
    posts.ng397_stand_ins,
    circles.ng398_outside_counted,
    circles.ng399_circles_of_village,
)
REASON_RULES: Final[tuple[Callable[[Facts, reasons.Reasons], Iterator[Finding]], ...]] = (
    reasons.ng325_reason_true,
    reasons.ng326_reason_given,
    reasons.ng327_nobody_has_room,
    reasons.ng328_no_reason_when_served,
    stale.ng345_derived_cells_fresh,
)


@dataclass(frozen=True)
class AuditResult:
    """What the audit found.

    Attributes
    ----------
    findings
        Breaches (errors), soft rules and what could not be settled (warnings), stale cells (one note).
    coverage
        Figures by village with the columns of the sheet Villages, recomputed.
    totals
        Figures by their key in Summary, recomputed; NaN where there is nothing to take a mean of.
    amounts
        Loads and distances one by one, see `figures.amounts`.
    """

    findings: tuple[Finding, ...]
    coverage: pd.DataFrame
    totals: Mapping[str, float]
    amounts: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether no hard rule is broken."""
        return worst(self.findings) is not Severity.ERROR


def audit(
    plan: Plan,
    problem: Problem | None = None,
    *,
    existing: bool = False,
    part: bool = False,
    file: str = "",
    ground: Ground | None = None,
) -> AuditResult:
    """Check a plan against every rule, and against the sheets' ``problem`` where one is given.

    ``existing``: the plan is an allocation taken from plain sheets, so figures and reasons that only a
    computed plan states may be missing; never to be told from a cell of a workbook. ``part``: the plan is
    one workbook of a split plan, so summary and ledger, which are about the whole, are not compared.
    ``file`` is the base name of the plan's workbook for the findings' places. ``ground`` is what people walk
    on, from the files that the plan's rules name; without them the plan is taken at its word (NG262).
    """
    facts = Facts(plan, problem, file, existing, part, ground)
    why = reasons.true_reasons(facts)
    found = [finding for rule in RULES for finding in rule(facts)]
    found += [finding for rule in REASON_RULES for finding in rule(facts, why)]
    return AuditResult(tuple(found), coverage(facts), figures.totals(facts), figures.amounts(facts))
