"""Who a unit may hold: the category of each member of a party."""

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
    adults = [is_adult(person) for person in party.people]
    if any(adults) and not all(adults):
        return (Category.FAMILY,) * party.size
    if not any(adults):
        return (Category.LONE_CHILD,) * party.size
    return tuple(SEX_CATEGORY.get(person.sex, Category.ADULT_OTHER) for person in party.people)
