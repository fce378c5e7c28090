"""What ``validate --prove`` shows: findings that decide the exit code, and sentences on the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from neighborgrid.audit.proof import COLUMNS, Outcome, ProofResult
from neighborgrid.findings import Finding

if TYPE_CHECKING:
    from neighborgrid.cli.screen import Screen

FINDINGS: Final = {
    Outcome.UNPROVED: "NG375",
    Outcome.MISSING: "NG376",
    Outcome.CIRCLES: "NG377",
    Outcome.PART: "NG378",
    Outcome.SHEETS: "NG379",
}


def findings_of(proof: ProofResult) -> tuple[Finding, ...]:
    """Findings on a plan that is not proved."""
    if proof.outcome not in FINDINGS:
        return ()
    values = {"count": proof.unpriced} if proof.outcome is Outcome.MISSING else {}
    return (Finding(FINDINGS[proof.outcome], values=values),)


def proof_sentences(proof: ProofResult, screen: Screen, *, circles: bool, holds: bool) -> None:
    """Say what is proved; ``holds`` says that the audit found no error."""
    if proof.outcome is Outcome.PROVED:
        if proof.outside and not proof.households:
            screen.tell("proof.nothing")
            return
        screen.tell("proof.proved_circles" if circles else "proof.proved")
    elif proof.outcome is Outcome.EDITED:
        _difference("edited", proof, screen)
    elif proof.outcome is Outcome.UNPROVED:
        _difference("gap", proof, screen)
    else:
        return
    if proof.outside:
        screen.tell("proof.outside", count=proof.outside)
    if not holds:
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
