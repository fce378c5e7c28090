"""What ``validate --prove`` says."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "opt.prove": (
        "用随方案保存的价格证明没有更好的安排；改动过的，说出比最好的差多少。",
        "Prove with the prices kept in the plan that none is better, or say what edits cost.",
    ),
    "proof.proved": (
        "已证明：按以上规则，没有别的安排能让更多的户有人联系，也没有更近更匀的安排。",
        "Proved: under these rules no other plan serves more households, and none is nearer and evener.",
    ),
    "proof.proved_circles": (
        "已证明：按以上规则和现有的服务圈，没有别的安排能让更多的户有人联系，也没有更近更匀的安排。",
        "Proved: under these rules and with these circles no other plan serves more households, and none is nearer and evener.",
    ),
    "proof.outside": (
        "另有 {count} 户不在证明之内：附近各户的工作量不等，这种证明用不上。",
        "{count} households are outside of the proof: loads around them are unequal, which it does not cover.",
    ),
    "proof.nothing": (
        "没有证明：各户的工作量不等，这种证明用不上。",
        "Not proved: the households' loads are unequal, which this proof does not cover.",
    ),
    "proof.edited.same": (
        "已证明：改动后的安排仍和最好的安排一样好。",
        "Proved: the plan is as good after the edits as the best one.",
    ),
    "proof.edited.priority": (
        "改动后比最好的安排少联系重点户 {count} 户。",
        "After the edits {count} fewer priority households are served than in the best plan.",
    ),
    "proof.edited.households": (
        "改动后比最好的安排少联系 {count} 户。",
        "After the edits {count} fewer households are served than in the best plan.",
    ),
    "proof.edited.shortfall": (
        "改动后党员最少户数的缺口比最好的安排多 {count} 户。",
        "After the edits members lack {count} households more to their least loads than in the best plan.",
    ),
    "proof.edited.metres": (
        "改动后总米数比最好的安排多 {metres} 米（含均衡和意愿的折算）。",
        "After the edits the plan costs {metres} m more than the best one (balance and wishes counted in metres).",
    ),
    "proof.edited.breach": (
        "改动后有 {count} 处不合规则，不能和最好的安排相比。",
        "After the edits {count} rules are broken, so the plan cannot be compared with the best one.",
    ),
    "proof.gap.priority": (
        "按保存的价格，也许有更好的安排，最多能让重点户再有 {count} 户有人联系。",
        "By the prices that are kept a better plan may exist: up to {count} more priority households served.",
    ),
    "proof.gap.households": (
        "按保存的价格，也许有更好的安排，最多能再让 {count} 户有人联系。",
        "By the prices that are kept a better plan may exist: up to {count} more households served.",
    ),
    "proof.gap.shortfall": (
        "按保存的价格，也许有更好的安排，党员最少户数的缺口最多再少 {count} 户。",
        "By the prices that are kept a better plan may exist: up to {count} households less below the least loads.",
    ),
    "proof.gap.metres": (
        "按保存的价格，也许有更好的安排，总米数最多再少 {metres} 米。",
        "By the prices that are kept a better plan may exist: up to {metres} m less.",
    ),
    "proof.gap.breach": (
        "安排有 {count} 处不合规则，不能和最好的安排相比。",
        "{count} rules are broken, so the plan cannot be compared with the best one.",
    ),
    "proof.gap.none": (
        "保存的价格不成样子，什么也证明不了。",
        "The prices that are kept are out of all range and prove nothing.",
    ),
    "proof.stands": (
        "这说的是安排的现状；上面的错误仍要改正。",
        "This is about the plan as it stands; the errors are to be mended all the same.",
    ),
}
