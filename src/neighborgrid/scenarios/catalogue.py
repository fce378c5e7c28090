"""The scenarios by key: what was published about each, and the synthetic land that follows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each the sheets hold; ``able`` and ``excluded`` members add up to the roster."""

    villages: int
    townships: int
    households: int
    able: int
    excluded: int

    @property
    def members(self) -> int:
        """Rows of the member sheet."""
        return self.able + self.excluded


@dataclass(frozen=True, slots=True)
class Form:
    """How the land lies.

    Attributes
    ----------
    spacing_m
        Distance between neighbouring villages.
    group_size
        Households in a villager group, about.
    hamlet_share
        Share of a village's households that live in hamlets.
    hamlet_size
        Households in a hamlet, about; None: every village has one to three hamlets.
    hamlet_gap_m
        Least distance between the edges of the old centre and a hamlet, about.
    hamlet_reach
        How far out hamlets may lie, in ``spacing_m``.
    farmstead_share
        Share that lives in a far cluster without any member.
    member_skew
        0: members follow the households; 1: some villages have far too few, others to spare.
    """

    spacing_m: float = 2500.0
    group_size: int = 60
    hamlet_share: float = 0.22
    hamlet_size: int | None = None
    hamlet_gap_m: float = 150.0
    hamlet_reach: float = 0.48
    farmstead_share: float = 0.009
    member_skew: float = 0.15


@dataclass(frozen=True, slots=True)
class Post:
    """Officials who serve beside the village's own members: a word of ``vocabulary.ROLES`` and how many."""

    role: str
    count: int
    target_load: int | None = None
    max_load: int | None = None


@dataclass(frozen=True, slots=True)
class Circles:
    """Circles, grids or contact areas, and who is there to lead them.

    Attributes
    ----------
    count
        Circles of the whole scenario.
    cadres, group_leaders, villager_heads
        How many of each a village has for every circle of its own, at least.
    """

    count: int
    cadres: float = 1.0
    # Published at Yuanshi: led by one village cadre, two or three group leaders responsible.
    group_leaders: float = 2.5
    villager_heads: float = 0.0


@dataclass(frozen=True, slots=True)
class ScenarioSpec:
    """One entry of the catalogue.

    Attributes
    ----------
    title
        Short title in Chinese and in English.
    published
        The published figures that the sizes follow.
    circles
        Circles that were published, or that the land needs; None: posts take no account of circles.
    settings
        Rule settings recommended for ``assign``, by dotted key; ``preset`` names a preset.
    """

    key: str
    title: tuple[str, str]
    published: str
    seed: int
    area_code: str
    origin: tuple[float, float]
    size: Size
    form: Form = field(default_factory=Form)
    circles: Circles | None = None
    posts: tuple[Post, ...] = ()
    settings: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


_YUANSHI: Final = (114.5, 37.76)

_SPECS: Final = (
    ScenarioSpec(
        key="yuanshi-village",
        title=("近邻党建：西同下村", "Neighbours of one village, Yuanshi"),
        published="104 members, less 14 old or away = 90, each with ten-odd households within 500 m",
        seed=20160433,
        area_code="130132",
        origin=_YUANSHI,
        size=Size(villages=1, townships=1, households=1000, able=90, excluded=14),
        # Three for the old centre, where 72 of the members live, and one for each hamlet.
        circles=Circles(6),
    ),
    ScenarioSpec(
        key="yuanshi-county",
        title=("近邻党建：全县 208 村", "Neighbours of a county of 208 villages, Yuanshi"),
        published="208 villages, 452 circles, 8,325 members taking part, 500 m",
        seed=20160402,
        area_code="130132",
        origin=_YUANSHI,
        size=Size(villages=208, townships=15, households=87_000, able=8325, excluded=749),
        circles=Circles(452),
        form=Form(hamlet_gap_m=60.0, hamlet_reach=0.19, farmstead_share=0.006),
    ),
    ScenarioSpec(
        key="zhengan",
        title=("党群连心户", "Linking households across borders, Zheng'an"),
        published="2,983 linking households for 45,000+ (about 15 each), across borders; here 1 : 20",
        seed=20130520,
        area_code="520324",
        origin=(107.43, 28.55),
        size=Size(villages=6, townships=2, households=2250, able=150, excluded=12),
        form=Form(spacing_m=850.0, group_size=45, hamlet_share=0.3, farmstead_share=0.0, member_skew=0.5),
        settings=MappingProxyType({"plan.within": "anywhere", "load.target": 15, "load.auto_from": 17}),
    ),
    ScenarioSpec(
        key="dongshan",
        title=("四邻联动", "Four neighbours, Dongshan"),
        published="500+ members linked with 3,066 households, a card for each, monthly visits",
        seed=20230630,
        area_code="630223",
        origin=(102.02, 36.84),
        size=Size(villages=12, townships=1, households=3066, able=512, excluded=46),
        form=Form(farmstead_share=0.005),
        settings=MappingProxyType({"preset": "dongshan"}),
    ),
    ScenarioSpec(
        key="bagongshan",
        title=("四联服务", "Four links with quotas by role, Bagongshan"),
        published="155 officials and members, 21 grid areas, 141 work groups, 1,312 households",
        seed=20170315,
        area_code="340405",
        origin=(116.84, 32.63),
        size=Size(villages=7, townships=2, households=1312, able=155, excluded=13),
        form=Form(group_size=10),
        posts=(Post("township_leader", 7), Post("township_staff", 20)),
        settings=MappingProxyType(
            {
                "loads.township_leader.min": 3,
                "loads.township_staff.min": 5,
                "loads.cadre.target": 10,
                "loads.member.target": 10,
            }
        ),
    ),
    ScenarioSpec(
        key="zhucheng",
        title=("干部联户", "Officials linked with households, Zhucheng"),
        published="14,000 officials, 320,000 households: township 30, city staff 10, leaders 8; here 1 : 107",
        seed=20130818,
        area_code="370782",
        origin=(119.41, 35.99),
        size=Size(villages=6, townships=2, households=3000, able=131, excluded=0),
        form=Form(hamlet_share=0.05, farmstead_share=0.004),
        posts=(
            Post("township_staff", 87),
            Post("city_staff", 36, target_load=10, max_load=12),
            Post("city_leader", 8, target_load=8, max_load=10),
        ),
        settings=MappingProxyType(
            {"plan.limit_m": 1500, "loads.township_staff.target": 30, "loads.township_staff.max": 36}
        ),
    ),
    ScenarioSpec(
        key="liangquan",
        title=("四级网格", "Four-level grid, Liangquan"),
        published="10 villages, 1,578 members, 10,000+ households, 167 hamlets, 353 grids of about 28",
        seed=20220901,
        area_code="341221",
        origin=(115.25, 32.9),
        size=Size(villages=10, townships=1, households=10_000, able=1158, excluded=420),
        form=Form(spacing_m=4000.0, group_size=28, hamlet_share=0.75, hamlet_size=60, farmstead_share=0.004),
        # The third of the four levels leads the grids: group leaders and villager-group heads.
        circles=Circles(353, cadres=0.0, group_leaders=0.6, villager_heads=0.6),
        settings=MappingProxyType(
            {
                "circles.households": 28,
                "circles.limit_m": "none",
                "circles.team_min": 2,
                "circles.leader_roles": "group_leader,villager_head,cadre",
                "circles.deputies": "0-1",
                "load.target": 7,
            }
        ),
    ),
    ScenarioSpec(
        key="pingxiang",
        title=("入户结亲", "Contact areas, Pingxiang"),
        published="18 branches, 79 contact areas, 100+ officials and 762 members, 6,556 households",
        seed=20130711,
        area_code="360322",
        origin=(113.87, 27.72),
        size=Size(villages=18, townships=1, households=6556, able=862, excluded=0),
        form=Form(group_size=83, hamlet_share=0.75, hamlet_size=83),
        circles=Circles(79, group_leaders=2.0),
        # Circles count linked households: an area's 83 less those that stand empty or are members' own.
        settings=MappingProxyType({"circles.households": 81, "circles.limit_m": "none", "load.target": 7}),
        posts=(Post("township_staff", 100),),
    ),
)

SCENARIOS: Final[Mapping[str, ScenarioSpec]] = MappingProxyType({spec.key: spec for spec in _SPECS})
"""Every scenario by its key."""
