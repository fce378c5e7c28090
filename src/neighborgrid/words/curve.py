"""Texts of the price of balance (``assign --balance-curve``). GBK characters only."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "opt.balance_curve": (
        "另列均衡的代价：五档均衡权重各得什么、各走多远。",
        "Also show the price of balance: the plan at five balance weights.",
    ),
    "stage.curve": ("正在算均衡的代价……", "Pricing balance ..."),
    "curve.slow": (
        "各户工作量不等，均衡的代价要另排四次，可能较久；安排已写好，随时可以中断。",
        "Loads are unequal: the price of balance takes four more searches and may be long; "
        "the plan is written, you may interrupt.",
    ),
    "curve.title": (
        "均衡的代价（同样的服务圈、每人上限，只改均衡权重）：",
        "The price of balance (same circles and caps, only the balance weight differs):",
    ),
    "curve.balance": ("均衡权重", "balance"),
    "curve.near": ("目标±2户以内", "target +-2"),
    "curve.mean": ("平均（米）", "mean m"),
    "curve.p95": ("95%不超过（米）", "p95 m"),
    "curve.low": ("最少户", "least"),
    "curve.high": ("最多户", "most"),
    "curve.served": ("已落实户", "served"),
    "curve.step": ("比上一行", "step from above"),
    "curve.own": ("{value} 本方案", "{value} this plan"),
    "curve.buys": ("{metres} 米/户 换 {members} 名", "{metres} m each for {members} at target"),
    "curve.step_is": ("{metres} 米/户，{members} 名", "{metres} m each, {members} at target"),
    "curve.nothing": ("相同", "same"),
    "curve.next": (
        "要用另一档，加 --balance 重新排户，如 --balance {value}。",
        "For another row, plan again with its weight, as --balance {value}.",
    ),
    "curve.next_circles": (
        "要用另一档，加 --balance 重新排户，如 --balance {value}（服务圈随之重划，数字可能略有出入）。",
        "For another row, plan again with its weight, as --balance {value} "
        "(circles are formed anew, so figures may differ a little).",
    ),
    "curve.not_csv": (
        "csv 只有分村统计；均衡的代价请用 --format table 或 json。",
        "csv has the villages only; the price of balance needs --format table or json.",
    ),
}
