"""Whether an article is for the person who asks. Pure: no Django, no database.

It never hides an article: one for others only comes after those for this person, unless the question names whom it is
for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.identity import Identity

# What an article for others keeps of its score.
FOR_OTHERS = 0.85
# How people write the names; a question that has one of them asks about it, whoever they are.
_NAMES: dict[str, tuple[str, ...]] = {
    "console": (
        *("console", "コンソール", "api", "workbench", "консол", "콘솔", "控制台", "主控台"),
        # Whoever calls from a program of their own asks about the API, without its name.
        *("script", "skrip", "sdk", "スクリプト", "自分のプログラム", "my own program", "mein programm"),
        *("mi programa", "meu programa", "mon programme", "mio codice", "программ", "скрипт", "程序", "程式"),
    ),
    "claude": ("claude.ai", "claude app", "アプリ"),
    "team": ("team", "チーム", "equipo", "équipe", "equipe", "tim ", "팀", "команд", "团队", "團隊", "فريق"),
    "enterprise": ("enterprise", "エンタープライズ", "企业", "企業", "엔터프라이즈"),
    "owner": ("owner", "オーナー", "eigentümer", "propri", "propiet", "владел", "소유자", "所有者", "擁有者"),
}


@dataclass(frozen=True, slots=True)
class Readership:
    """Whom an article is for; nothing is everybody."""

    products: Sequence[str] = ()
    plans: Sequence[str] = ()
    roles: Sequence[str] = ()


def weight(readership: Readership, identity: Identity | None, question: str) -> float:
    """1.0 for an article that is for this person, for everybody, or named by the question; else FOR_OTHERS.

    Of somebody who isn't logged in nothing is known, so all are for them.
    """
    if identity is None or is_for(readership, identity):
        return 1.0
    asked = question.casefold()
    wanted = (*readership.products, *readership.plans, *readership.roles)
    named = any(name in asked for each in wanted for name in _NAMES.get(each, (each,)))
    return 1.0 if named else FOR_OTHERS


def is_for(readership: Readership, identity: Identity) -> bool:
    """Whether product, plan and role are among those it is for."""
    pairs = (
        (readership.products, identity.product),
        (readership.plans, identity.plan),
        (readership.roles, identity.role),
    )
    return all(not wanted or value in wanted for wanted, value in pairs)
