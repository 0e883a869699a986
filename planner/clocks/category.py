"""Who a unit may hold: the category of each member of a party."""

from functools import cache

from planner.domain.people import AgeBand, Category, Known, Party, Person, Sex

CHILD_AGES = frozenset({AgeBand.AGE_0_11, AgeBand.AGE_12_17})
SEX_CATEGORY = {Sex.MALE: Category.ADULT_MAN, Sex.FEMALE: Category.ADULT_WOMAN}
ADULT_CATEGORIES = frozenset({Category.ADULT_MAN, Category.ADULT_WOMAN, Category.ADULT_OTHER})


def is_adult(person: Person) -> bool:
    """Whether a person is known, without dispute, to be 18 or over; an unknown age counts as a child's."""
    return person.age_band not in CHILD_AGES and person.age_band is not AgeBand.UNKNOWN and person.age_disputed is Known.NO


def categories(party: Party) -> tuple[Category, ...]:
    """Category of each member, in the order of ``party.people``.

    Adults and children together are a family; children without an adult go to local-authority care
    (brief, hard rule 6).
    """
    return _categories(tuple((is_adult(person), person.sex) for person in party.people))


@cache
def _categories(members: tuple[tuple[bool, Sex], ...]) -> tuple[Category, ...]:
    adults = [adult for adult, _ in members]
    if any(adults) and not all(adults):
        return (Category.FAMILY,) * len(members)
    if not any(adults):
        return (Category.LONE_CHILD,) * len(members)
    return tuple(SEX_CATEGORY.get(sex, Category.ADULT_OTHER) for _, sex in members)
