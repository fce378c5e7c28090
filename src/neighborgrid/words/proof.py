"""What ``validate --prove`` says."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "opt.prove": (
        "不用排户的算法，另行证明没有更好的安排；改动过的，说出比最好的差多少。",
        "Prove apart from the planning that no better plan exists, or say what edits cost.",
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
        "Households outside of the proof, since loads around them are unequal: {count}.",
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
        "Priority households served after the edits, against the best plan: {count} fewer.",
    ),
    "proof.edited.households": (
        "改动后比最好的安排少联系 {count} 户。",
        "Households served after the edits, against the best plan: {count} fewer.",
    ),
    "proof.edited.shortfall": (
        "改动后党员最少户数的缺口比最好的安排多 {count} 户。",
        "Households that members lack to their least loads after the edits, against the best plan: {count} more.",
    ),
    "proof.edited.metres": (
        "改动后总米数比最好的安排多 {metres} 米（含均衡和意愿的折算）。",
        "After the edits the plan costs {metres} m more than the best one (balance and wishes counted in metres).",
    ),
    "proof.edited.breach": (
        "改动后有 {count} 处不合规则，不能和最好的安排相比。",
        "After the edits rules are broken (times: {count}), so the plan cannot be compared with the best one.",
    ),
    "proof.gap.priority": (
        "按保存的价格，也许有更好的安排，最多能让重点户再有 {count} 户有人联系。",
        "By the prices that are kept a better plan may exist; priority households served: up to {count} more.",
    ),
    "proof.gap.households": (
        "按保存的价格，也许有更好的安排，最多能再让 {count} 户有人联系。",
        "By the prices that are kept a better plan may exist; households served: up to {count} more.",
    ),
    "proof.gap.shortfall": (
        "按保存的价格，也许有更好的安排，党员最少户数的缺口最多再少 {count} 户。",
        "By the prices that are kept a better plan may exist; households below the least loads: up to {count} fewer.",
    ),
    "proof.gap.metres": (
        "按保存的价格，也许有更好的安排，总米数最多再少 {metres} 米。",
        "By the prices that are kept a better plan may exist: up to {metres} m less.",
    ),
    "proof.gap.breach": (
        "安排有 {count} 处不合规则，不能和最好的安排相比。",
        "Rules are broken (times: {count}), so the plan cannot be compared with the best one.",
    ),
    "proof.gap.none": (
        "保存的价格不成样子，什么也证明不了。",
        "The prices that are kept are out of all range and prove nothing.",
    ),
    "proof.own_rules": (
        "以下证明按安排自己的规则，不按这次命令里给的规则。",
        "The proof below goes by the plan's own rules, not by those that the command gives.",
    ),
    "proof.stands": (
        "这说的是安排的现状；上面的错误仍要改正。",
        "This is about the plan as it stands; the errors are to be mended all the same.",
    ),
}
