"""Who is in a party: sex, age and needs, drawn from published marginals. Never a name, never a nationality."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from planner.sample.drawing import stream
from planner.sample.tuning import (
    ADULT_AGE_BANDS,
    AGE_DISPUTE_SHARE,
    AT_RISK_LEVELS,
    CARE_NEEDS,
    CHILD_AGE_BANDS,
    LONE_GIRLS_SHARE,
    NUM_UNKNOWN_AGES,
    Shape,
)

FERTILE_BANDS = ("18-24", "25-39")
CHILD_BANDS = ("0-11", "12-17")


@dataclass(frozen=True, slots=True)
class Traits:
    """What is recorded of a person besides place and case; the words are those of the people table."""

    sex: str
    age_band: str
    age_disputed: str = "no"
    unaccompanied: str = "no"
    pregnant: str = "no"
    adults_at_risk: str = "0"
    care_needs: tuple[str, ...] = ()

    @property
    def is_adult(self) -> bool:
        """Whether the age is known, undisputed and 18 or over."""
        return self.age_band not in (*CHILD_BANDS, "unknown") and self.age_disputed == "no"


TraitsParty = tuple[Traits, ...]


def category_of(party: TraitsParty) -> str:
    """Give the category of a party's first member: family, lone_child, or that of an adult."""
    adults = [traits.is_adult for traits in party]
    if any(adults) and not all(adults):
        return "family"
    if not any(adults):
        return "lone_child"
    return adult_category(party[0])


def adult_category(traits: Traits) -> str:
    """Give the category of an adult by recorded sex."""
    return {"male": "adult_man", "female": "adult_woman"}.get(traits.sex, "adult_other")


def parties(shape: Shape, seed: int) -> list[TraitsParty]:
    """Draw the parties of a night's arrivals: families, couples, siblings, lone children and people alone, in no order."""
    random = stream(seed, "parties")
    families = [_family(random, size) for size, count in shape.family_sizes for _ in range(count)]
    couples = [(adult(random, "male"), adult(random, "female")) for _ in range(shape.couples)]
    siblings = [(adult(random, "male"), adult(random, "male")) for _ in range(shape.siblings)]
    girls = round(shape.lone_children * LONE_GIRLS_SHARE)
    children = [_lone_child(random, "female" if number < girls else "male") for number in range(shape.lone_children)]
    together = [*families, *couples, *siblings]
    num_alone = shape.arrivals - len(children) - sum(len(party) for party in together)
    found = [*together, *children, *_people_alone(random, shape, num_alone)]
    random.shuffle(found)
    return found


def adult(random: Random, sex: str) -> Traits:
    """Draw one adult."""
    needs = [(need, weight) for need, weight in CARE_NEEDS]
    nothing = 1000 - sum(weight for _, weight in needs)
    need = _choice(random, [*needs, ("", nothing)])
    return Traits(
        sex=sex,
        age_band=_choice(random, ADULT_AGE_BANDS),
        adults_at_risk=_choice(random, AT_RISK_LEVELS),
        care_needs=(need,) if need else (),
    )


def _people_alone(random: Random, shape: Shape, count: int) -> list[TraitsParty]:
    sexes = ["female"] * shape.single_women + ["other"] * shape.other_sex + ["unknown"] * shape.unknown_sex
    women = [adult(random, sex) for sex in sexes]
    men = [adult(random, "male") for _ in range(count - len(women))]
    return [(traits,) for traits in (*_with_pregnancies(women, shape), *_with_age_doubts(random, men, count))]


def _with_pregnancies(women: Sequence[Traits], shape: Shape) -> list[Traits]:
    """Record a pregnancy for the first few women of child-bearing age, and none known for the next few."""
    marks = ["yes"] * shape.pregnant + ["unknown"] * shape.pregnancy_unknown
    found: list[Traits] = []
    for traits in women:
        if traits.sex == "female" and traits.age_band in FERTILE_BANDS and marks:
            mark = marks.pop(0)
            found.append(replace(traits, pregnant=mark, care_needs=("maternity",) if mark == "yes" else traits.care_needs))
        else:
            found.append(traits)
    return found


def _with_age_doubts(random: Random, men: Sequence[Traits], num_adults: int) -> list[Traits]:
    """Dispute the age of some of the youngest men and leave a few ages unknown."""
    num_disputed = round(num_adults * AGE_DISPUTE_SHARE)
    num_unknown = min(NUM_UNKNOWN_AGES, num_disputed // 4)
    young = [index for index, traits in enumerate(men) if traits.age_band == "18-24"]
    random.shuffle(young)
    disputed, unknown = young[:num_disputed], young[num_disputed : num_disputed + num_unknown]
    found = list(men)
    for number, index in enumerate(disputed):
        found[index] = replace(men[index], age_disputed="unknown" if number % 10 == 0 else "yes", unaccompanied="unknown")
    for index in unknown:
        found[index] = replace(men[index], age_band="unknown", unaccompanied="unknown")
    return found


def _family(random: Random, size: int) -> TraitsParty:
    """Draw a mother, from three people on mostly a father too, and children."""
    has_father = size > 3 or (size == 3 and random.random() < 0.5)  # noqa: PLR2004 - assumed: a third member is as often a child
    adults = [replace(adult(random, "female"), adults_at_risk="0", age_band="25-39")]
    adults += [replace(adult(random, "male"), adults_at_risk="0", age_band="25-39")] if has_father else []
    children = [Traits(random.choice(("female", "male")), _choice(random, CHILD_AGE_BANDS)) for _ in range(size - len(adults))]
    return (*adults, *children)


def _lone_child(random: Random, sex: str) -> TraitsParty:
    needs = adult(random, sex).care_needs  # the same shares as for adults
    return (Traits(sex, "12-17", unaccompanied="yes", care_needs=needs),)


def _choice(random: Random, weighted: Sequence[tuple[str, int]]) -> str:
    values = [value for value, _ in weighted]
    return random.choices(values, [weight for _, weight in weighted])[0]
