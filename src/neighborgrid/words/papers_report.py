"""Words of the coverage report on paper; its columns and signature places are those of ``rosters``."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "paper.report.where.villages": ("{names}  {count} 个村", "{names}, {count} villages"),
    "paper.report.where.villages_only": ("{count} 个村", "{count} villages"),
    "paper.report.where.many": ("{names}等 {count} 个乡镇", "{names} and others, {count} townships"),
    "paper.report.where.joint": ("、", ", "),
    "paper.report.township.none": ("（未写乡镇）", "(no township)"),
    "paper.report.coverage": ("覆盖率（只舍不入）", "Coverage (rounded down)"),
    "paper.report.percent": ("{percent}%", "{percent}%"),
    "paper.report.percent.none": ("—", "—"),
    "paper.report.nobody_due": ("本表没有应联的户。", "No household is due."),
    "paper.report.served": (
        "应联 {due} 户，已落实 {served} 户：距离已核实 {verified}，距离待核实 {unverified}。",
        "Due: {due} households. Served: {served}, the distance verified for {verified}, "
        "to be verified for {unverified}.",
    ),
    "paper.report.served.verified": (
        "应联 {due} 户，已落实 {served} 户，距离都已核实。",
        "Due: {due} households. Served: {served}, all distances verified.",
    ),
    "paper.report.served.unverified": (
        "应联 {due} 户，已落实 {served} 户，距离都待核实。",
        "Due: {due} households. Served: {served}, all distances to be verified.",
    ),
    "paper.report.served.none": (
        "应联 {due} 户，已落实 0 户。",
        "Due: {due} households. Served: 0.",
    ),
    "paper.report.waits": (
        "待落实 {waiting} 户：{reasons}。原因和办法见待落实名单。",
        "Waiting: {waiting} ({reasons}). Reasons and remedies are in the list of who waits.",
    ),
    "paper.report.waits.reason": ("{reason} {count}", "{reason}: {count}"),
    "paper.report.waits.joint": ("，", "; "),
    "paper.report.waits.none": ("没有待落实的户。", "Nobody waits."),
    "paper.report.ledger": (
        "对账：应联 {due} 户 = 已落实 {served} + 待落实 {waiting}；表内 {listed} 户 = 应联 {due} + 空户 {vacant}。",
        "Ledger: due {due} = served {served} + waiting {waiting}; "
        "in the sheets {listed} = due {due} + vacant {vacant}.",
    ),
    "paper.report.waiting": ("待落实名单", "Who waits"),
    "paper.report.waiting.count": ("{count} 户", "{count}"),
    "paper.report.band": ("{village}  {count} 户", "{village}: {count}"),
    "paper.report.mend": ("补正 {place}，再重新运行", "Mend {place} and run again"),
    "paper.report.page": ("第 {page} 页  共 {pages} 页", "Page {page} of {pages}"),
}
