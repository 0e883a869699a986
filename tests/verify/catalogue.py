"""Every kind of damage to a pack, by theme."""

from tests.verify import damage_files, damage_law, damage_people, damage_reserves

MUTATIONS = (*damage_people.KINDS.mutations, *damage_law.KINDS.mutations, *damage_reserves.KINDS.mutations, *damage_files.KINDS.mutations)
