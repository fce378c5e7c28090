"""Sentences of findings NG372 to NG379: certificates of shortage, and the proof of a plan."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

_AGAIN_ZH: Final = "请改回，或重新运行 assign。"
_AGAIN_EN: Final = "Put it back, or run assign again."

FINDINGS: Final[dict[str, Sentence]] = {
    "NG372": Sentence(
        "error",
        zh=(
            "人手缺口 {shortage} 不成立：{id} 户还可以由缺口以外的党员 {member} 联系，这样的共 {count} 处。",
            _AGAIN_ZH,
        ),
        en=(
            "shortage {shortage} does not hold: household {id} also reaches member {member} outside of it; such pairs: {count}.",
            _AGAIN_EN,
        ),
    ),
    "NG373": Sentence(
        "error",
        zh=("人手缺口 {shortage} 的“{key}”写的是 {stated}，实际是 {true}。", _AGAIN_ZH),
        en=("shortage {shortage} states {stated} for {key}; it is {true}.", _AGAIN_EN),
    ),
    "NG374": Sentence(
        "error",
        zh=("{id} 户的缺口编号和待落实的原因不符。", _AGAIN_ZH),
        en=("the shortage_id of household {id} does not go with why it waits.", _AGAIN_EN),
    ),
    "NG375": Sentence(
        "error",
        zh=(
            "随安排保存的证明和安排对不上，不能说这是最好的安排。",
            "安排或“证明”页改动过：请改回，或重新运行 assign。",
        ),
        en=(
            "the proof kept with the plan does not fit the plan, so it cannot be called the best one.",
            "The plan or the tab Prices was changed: put it back, or run assign again.",
        ),
    ),
    "NG376": Sentence(
        "warning",
        zh=(
            "这份安排没有可用的证明：{count} 名党员缺少“证明”页的数据。",
            "旧版本做的、手工做的、改过名单或规则的安排没有证明；请重新运行 assign。",
        ),
        en=(
            "the plan carries no proof; members without a row on the tab Prices: {count}.",
            "Plans of older versions, made by hand, or with people or rules changed since have none; run assign again.",
        ),
    ),
    "NG377": Sentence(
        "warning",
        zh=("服务圈、规则、指定、上限等改动过，随安排保存的证明不再适用。", "要重新证明，请运行 assign。"),
        en=(
            "circles, rules, locks, caps or the like were changed; the proof kept with the plan no longer applies.",
            "Run assign again for a new proof.",
        ),
    ),
    "NG378": Sentence(
        "note",
        zh=("只给出了分村安排的一部分，不能单独证明。", "请把各村的安排一起给出，再核对。"),
        en=(
            "only a part of a split plan was given, which cannot be proved alone.",
            "Give all its workbooks.",
        ),
    ),
    "NG379": Sentence(
        "note",
        zh=("表中现有的安排没有带着证明，无从证明。", "要有证明的安排，请运行 assign。"),
        en=("the allocation in the sheets carries no proof to check.", "assign makes a plan that does."),
    ),
}
