"""Sentences of findings NG260 to NG264: what the audit says about walking on roads, barriers and lists."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG260": Sentence(
        "error",
        zh=(
            "{id} 户安排给了 {member}，但两家之间没有步行能走的路。",
            "请换一名步行走得到的党员；其实走得通的，请核对位置和道路、障碍、距离表文件，再运行 assign。",
        ),
        en=(
            "household {id} is given to {member}, but there is no way on foot between the two homes.",
            "Choose a member whom one reaches on foot; if there is a way, check positions, roads, barriers and matrix and run assign again.",
        ),
    ),
    "NG261": Sentence(
        "error",
        zh=(
            "{id} 户写着步行 {stated} 米，比直线 {straight} 米还短。",
            "请核对位置；位置无误的，请给出原来的道路、障碍、距离表文件，运行 neighborgrid validate --write 更新。",
        ),
        en=(
            "household {id}: {stated} m on foot are stated, less than the {straight} m straight.",
            "Check the position; if it is right, give the files of the plan again and run neighborgrid validate --write.",
        ),
    ),
    "NG262": Sentence(
        "warning",
        zh=(
            "步行距离没有重新核对：这份安排是按道路、障碍或距离表算的，这次没有给出这些文件。",
            "要核对，请加上 {flags}。",
        ),
        en=(
            "walking was not re-checked: the plan was measured on roads, barriers or a matrix, and they were not given.",
            "To check it, add {flags}.",
        ),
    ),
    "NG263": Sentence(
        "warning",
        zh=(
            "没有给出道路、障碍或距离表文件，无从证明。",
            "请用 --roads、--barriers 或 --matrix 给出“规则”页里写的文件，再核对。",
        ),
        en=(
            "the plan cannot be proved without the roads, barriers or matrix that it was measured on.",
            "Give the files named on the tab Rules with --roads, --barriers or --matrix.",
        ),
    ),
}
