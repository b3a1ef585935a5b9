"""People who don't exist, the same one for the same number. Pure: no Django, no database."""

from dataclasses import dataclass

_FIRST = (
    *("Marta", "Jonas", "Amina", "Liam", "Sofia", "Noah", "Priya", "Lucas", "Chloe", "Mateo", "Ingrid", "Omar"),
    *("Grace", "Felix", "Nadia", "Hugo", "Elena", "Samuel", "Ruth", "Dmitri", "Laura", "Kofi", "Anna", "Peter"),
)
_LAST = (
    *("Rossi", "Weber", "Khan", "Murphy", "Silva", "Novak", "Patel", "Martin", "Dubois", "Garcia", "Larsen", "Haddad"),
    *("Owusu", "Fischer", "Ivanova", "Moreau", "Costa", "Cohen", "Smith", "Popov", "Keller", "Mensah", "Berg", "Lee"),
)
# As people write them, and as their addresses spell them.
_FAMILY = (
    *(("佐藤", "sato"), ("鈴木", "suzuki"), ("高橋", "takahashi"), ("田中", "tanaka"), ("伊藤", "ito")),
    *(("渡辺", "watanabe"), ("山本", "yamamoto"), ("中村", "nakamura"), ("小林", "kobayashi"), ("加藤", "kato")),
)
_GIVEN = (
    *(("花子", "hanako"), ("健", "ken"), ("美咲", "misaki"), ("翔太", "shota"), ("陽菜", "hina"), ("大輔", "daisuke")),
    *(("由美", "yumi"), ("誠", "makoto"), ("葵", "aoi"), ("蓮", "ren")),
)
_HOSTS = ("mail.example", "post.example", "inbox.example", "works.example", "school.example", "studio.example")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could write in."""

    name: str
    email: str
    locale: str


def person(number: int) -> Person:
    """The person of this number; three in ten write Japanese."""
    rest, kind = divmod(number, 10)
    if kind < 3:
        rest, family = divmod(rest, len(_FAMILY))
        rest, given = divmod(rest, len(_GIVEN))
        (family_name, family_word), (given_name, given_word) = _FAMILY[family], _GIVEN[given]
        return Person(f"{family_name} {given_name}", _address(f"{given_word}.{family_word}", number), locale="ja")
    rest, first = divmod(rest, len(_FIRST))
    last = _LAST[rest % len(_LAST)]
    return Person(f"{_FIRST[first]} {last}", _address(f"{_FIRST[first]}.{last}".lower(), number), locale="en")


def _address(name: str, number: int) -> str:
    return f"{name}{number}@{_HOSTS[number % len(_HOSTS)]}"
