"""What ``validate --prove`` shows: findings that decide the exit code, and sentences on the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from neighborgrid.audit.proof import COLUMNS, Outcome, ProofResult
from neighborgrid.findings import Finding

if TYPE_CHECKING:
    from neighborgrid.cli.screen import Screen
    from neighborgrid.model import Ground, Plan

FINDINGS: Final = {
    Outcome.UNPROVED: "NG375",
    Outcome.MISSING: "NG376",
    Outcome.CHANGED: "NG377",
    Outcome.CIRCLES: "NG377",
    Outcome.PART: "NG378",
    Outcome.SHEETS: "NG379",
    Outcome.GROUND: "NG263",
}
TOLD: Final = frozenset({Outcome.PROVED, Outcome.EDITED, Outcome.UNPROVED})
"""Outcomes that have a sentence of their own; the others are findings only."""


def same_problem(plan: Plan, ground: Ground | None = None) -> bool:
    """Whether all of a plan that decides is as it was when it was made, apart from who serves whom.

    A plan that does not say what it was made from is taken at its word.
    """
    from neighborgrid.planbook.refresh import standing
    from neighborgrid.solve.fingerprint import problem_digest

    stated = str(plan.summary.get("problem_digest", "")).strip()
    return not stated or stated == problem_digest(*standing(plan, ground))


def findings_of(proof: ProofResult) -> tuple[Finding, ...]:
    """Findings on a plan that is not proved."""
    if proof.outcome not in FINDINGS:
        return ()
    values = {"count": proof.unpriced} if proof.outcome is Outcome.MISSING else {}
    return (Finding(FINDINGS[proof.outcome], values=values),)


def proof_sentences(
    proof: ProofResult, screen: Screen, *, circles: bool, holds: bool, own_rules: bool = False
) -> None:
    """Say what is proved.

    ``holds`` says that the audit found no error; ``own_rules`` that it went by other rules than the proof,
    which goes by those of the plan.
    """
    if proof.outcome not in TOLD:
        return
    if own_rules:
        screen.tell("proof.own_rules")
    if proof.outcome is Outcome.PROVED:
        if proof.outside and not proof.households:
            screen.tell("proof.nothing")
            return
        screen.tell("proof.proved_circles" if circles else "proof.proved")
    else:
        _difference("edited" if proof.outcome is Outcome.EDITED else "gap", proof, screen)
    if proof.outside:
        screen.tell("proof.outside", count=proof.outside)
    # Errors under the rules of the command say nothing about the plan under its own.
    if not (holds or own_rules):
        screen.tell("proof.stands")


def _difference(kind: str, proof: ProofResult, screen: Screen) -> None:
    """Say the first tier in which the plan differs from the best one."""
    if proof.breaches:
        screen.tell(f"proof.{kind}.breach", count=proof.breaches)
        return
    if proof.gap is None:
        screen.tell("proof.gap.none")
        return
    tier = next((index for index, part in enumerate(proof.gap) if part), None)
    if tier is None:
        screen.tell("proof.edited.same")
    elif tier == len(COLUMNS) - 1:
        screen.tell(f"proof.{kind}.metres", metres=f"{proof.gap[tier] / 100:.2f}")
    else:
        screen.tell(f"proof.{kind}.{COLUMNS[tier]}", count=proof.gap[tier])
