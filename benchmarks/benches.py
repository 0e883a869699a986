"""Everything that is measured, and how one measurement is held against another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.instances import CHANGES
from benchmarks.records import Record
from benchmarks.running import NotMeasuredError, Runner

TIMES_FASTER = "peer_seconds / seconds"
SHARE_OF_IT = "seconds / peer_seconds"
QUALITY = ("unplaced_nights", "transfers", "expiring_transfers", "live_cases_let_go", "detention_nights", "person_moves", "road_minutes")
MANY = "national x10"
SWEEP_SECONDS = 300.0
MOST_TOLD = 5
"""Counts that were not proven, told one by one."""
"""Longest time of a sweep, the solves it is held against included."""
MAP_SIZES = (100, 1_000, 10_000, 50_000)
PEER_SHARE = {"regional": 0.5, "sample": 0.4, "national": 1.0, "continental": 0.2}
"""Part of the generic solvers' time limit that an instance gets: all of it where it matters most, little where they can only be built."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One row to be measured.

    Attributes
    ----------
    name, instance, peer
        As in the row.
    measure
        Makes the row.
    """

    name: str
    instance: str
    peer: str | None
    measure: Callable[[Runner], Record]

    def record(self, runner: Runner) -> Record:
        """Measure it; where that fails, the row says why."""
        try:
            return self.measure(runner)
        except NotMeasuredError as error:
            return Record(self.name, self.instance, peer=self.peer, note=str(error))


def benches(*, is_quick: bool) -> Iterator[Bench]:
    """Every row, the quick ones first."""
    sizes = ("sample", "national") if is_quick else ("sample", "national", "continental")
    small = ("sample", "national") if is_quick else ("regional", "sample", "national", "continental")
    for size in sizes:
        yield _plain("clocks", size)
    for size in small:
        yield _plain("solve", size)
    for count in MAP_SIZES[:2] if is_quick else MAP_SIZES:
        for peer in ("folium markers", "folium clusters"):
            yield Bench("maps open", f"{count} incidents", peer, lambda runner, count=count, peer=peer: _maps(runner, count, peer))
    yield Bench("greedy", "national", "greedy", _against_greedy)
    for kind in CHANGES:
        yield Bench(f"replan {kind}", "sample", "cold", lambda runner, kind=kind: _replanned(runner, kind))
    sweeps = (("national", 40), ("regional", 40)) if is_quick else (("national", 100), ("national", 1_000), ("regional", 1_000))
    for size, count in sweeps:
        yield Bench(f"sweep of {count}", size, "cold", lambda runner, size=size, count=count: _swept(runner, size, count))
    yield Bench("sweep, two Dask workers", "national", "one Dask worker", lambda runner: _clustered(runner, 16 if is_quick else 32))
    yield Bench("plan end to end", "sample", None, _planned)
    yield Bench("why, one person", "sample", None, _explained)
    yield Bench("people x10", "national", "people x1", _many)
    if not is_quick:
        yield Bench("time limit 1 s", "continental", None, _limited)
    for size in small:
        for peer in ("highs-direct", "cpsat-direct"):
            yield Bench("solve", size, peer, lambda runner, size=size, peer=peer: _against(runner, size, peer))


def _maps(runner: Runner, count: int, peer: str) -> Record:
    """A map opened in a browser, beside the same incidents drawn by plain Folium."""
    own = runner.result("maps planner", str(count))
    slider = (
        f"slider {own['step_ms']:.0f} ms a day, {own['step_ms_worst']:.0f} at worst (two frames are 33), all days {own['all_ms']:.0f} ms"
    )
    note = f"{own['megabytes']:.1f} MB, {slider}, a zoom {own['zoom_ms']:.0f} ms"
    row = Record("maps open", f"{count} incidents", own["open_seconds"], peer=peer, note=note, more={"planner": own})
    found = runner.result(f"maps {peer}", str(count))
    ratio = found["open_seconds"] / own["open_seconds"]
    drawn = f"drawn in {found['draw_seconds']:.1f} s against {own['draw_seconds']:.1f}"
    words = f"{note}; {peer}: {found['megabytes']:.1f} MB, {drawn}, a zoom {found['zoom_ms']:.0f} ms"
    more = {**row.more, peer: found}
    return replace(row, peer_seconds=found["open_seconds"], ratio=ratio, ratio_is=TIMES_FASTER, note=words, more=more)


def _plain(name: str, instance: str) -> Bench:
    return Bench(name, instance, None, lambda runner: _record(name, instance, runner.result(name, instance)))


def _record(name: str, instance: str, result: dict[str, Any]) -> Record:
    """A row of what a process said."""
    more = {key: result[key] for key in ("gaps", "valid", "bounds", "same_values") if result.get(key) not in (None, {})}
    return Record(
        bench=name,
        instance=instance,
        seconds=result["seconds"],
        gap=result.get("gap"),
        people=result.get("people"),
        cohorts=result.get("cohorts"),
        columns=result.get("columns"),
        peak_mib=result.get("peak_mib"),
        note=_not_proven(result),
        more=more,
    )


def _not_proven(result: dict[str, Any]) -> str:
    """What a plan makes of the counts it did not prove, beside what is proven of them; nothing where all are."""
    least = result.get("least")
    if not least:
        return ""
    told = [_told(name, result["measures"][name], bound) for name, bound in least.items() if bound > 0]
    unknown = len(least) - len(told)
    proven = f"{len(result['measures']) - len(least)} of {len(result['measures'])} counts proven"
    return "; ".join([proven, *told[:MOST_TOLD], *([f"nothing proven of {unknown}"] if unknown else [])])


def _told(name: str, value: int, bound: int) -> str:
    share = abs(value - bound) / max(1, abs(bound))
    return f"{name.replace('_', ' ')} {value:,} against {bound:,} at best ({share:.2%})"


def _against(runner: Runner, instance: str, peer: str) -> Record:
    """A generic solver on the same instance and tiers; what it did not finish is named."""
    own = runner.result("solve", instance)
    row = _record("solve", instance, own)
    try:
        found = runner.result(peer, instance, PEER_SHARE[instance] * runner.peer_seconds)
    except NotMeasuredError as error:
        return replace(row, peer=peer, note=str(error))
    if found["status"] == "too large":
        return replace(row, peer=peer, note=f"too large: {found['detail']}")
    proven = [name for name, bound in found["bounds"].items() if found["measures"].get(name) == bound]
    same = all(found["measures"][name] == own["measures"][name] for name in proven)
    words = "the same values" if len(proven) == len(own["measures"]) else f"the same values in the {len(proven)} measures it proved"
    words = words if same else "OTHER VALUES"
    more = {
        **row.more,
        "same_values": same,
        "peer_status": found["status"],
        "peer_measures": found["measures"],
        "peer_bounds": found["bounds"],
        "peer_peak_mib": found["peak_mib"],
        "peer_variables": found["variables"],
    }
    note = words if found["status"] == "optimal" else f"at least: {found['detail']}; {words}" if proven else f"at least: {found['detail']}"
    ratio = found["seconds"] / own["seconds"]
    return replace(row, peer=peer, peer_seconds=found["seconds"], ratio=ratio, ratio_is=TIMES_FASTER, note=note, more=more)


def _against_greedy(runner: Runner) -> Record:
    own, found = runner.result("solve", "national"), runner.result("greedy", "national")
    quality = {"planner": _quality(own), "greedy": _quality(found)}
    words = ", ".join(
        f"{name.replace('_', ' ')} {quality['planner'][name]:,} against {quality['greedy'][name]:,}"
        for name in ("unplaced_nights", "transfers", "detention_nights")
    )
    note = words if found["status"] == "optimal" else f"{words}; greedy broke rules: {found['detail']}"
    return replace(_record("greedy", "national", own), peer="greedy", peer_seconds=found["seconds"], note=note, more={"quality": quality})


def _quality(result: dict[str, Any]) -> dict[str, int]:
    return {name: result["measures"][name] for name in QUALITY}


def _replanned(runner: Runner, kind: str) -> Record:
    result = runner.result(f"replan {kind}", "sample")
    row = _record(f"replan {kind}", "sample", result)
    cold = result["cold_seconds"]
    note = row.note if result["same_values"] else "OTHER VALUES than cold"
    return replace(row, peer="cold", peer_seconds=cold, ratio=row.seconds / cold if row.seconds else None, ratio_is=SHARE_OF_IT, note=note)


def _explained(runner: Runner) -> Record:
    """Why one person is there, and everybody's reasons, in seconds once the plan is open."""
    found = runner.result("why", "sample")
    note = (
        f"median of {found['asked']} people by lot; {found['below_a_second']:.0%} below 1 s, "
        f"nine of ten below {found['nine_of_ten']:.1f} s, longest {found['longest']:.1f} s; "
        f"opening {found['opening']:.1f} s, everybody's reasons {found['reasons']:.1f} s, examples of a pack {found['examples']:.1f} s"
    )
    return replace(_record("why, one person", "sample", found), note=note)


def _swept(runner: Runner, size: str, count: int) -> Record:
    """Warm scenarios by two processes, beside each of them from nothing, and beside the direct HiGHS model of one."""
    found = runner.result(f"sweep local {count}", size, SWEEP_SECONDS)
    rate, alone = found["scenarios"] / found["seconds"], 1 / found["cold_seconds"]
    words = [
        f"{rate:.1f} scenarios a second, {found['different']:,} with figures of their own",
        *([f"{found['not_proven']} not proven in their time"] if found["not_proven"] else []),
        f"direct HiGHS model: {_direct_words(runner, size)}",
        f"at most {found['first_mib']:,.0f} MiB in the first tenth, {found['last_mib']:,.0f} in the last",
        *([] if found["same_values"] else ["OTHER VALUES than cold"]),
    ]
    row = Record(f"sweep of {count}", size, found["seconds"], gap=found["gap"], note="; ".join(words), more=found)
    return replace(row, peer="cold", peer_seconds=found["cold_seconds"] * count / 2, ratio=rate / (2 * alone), ratio_is=TIMES_FASTER)


def _direct_words(runner: Runner, size: str) -> str:
    """How long the direct HiGHS model takes for one scenario, or what stands in its way."""
    try:
        direct = runner.result("highs-direct", size, PEER_SHARE[size] * runner.peer_seconds)
    except NotMeasuredError as error:
        return str(error)
    if direct["status"] == "too large":
        return f"too large: {direct['detail']}"
    return f"{'' if direct['status'] == 'optimal' else 'at least '}{direct['seconds']:.0f} s for one"


def _clustered(runner: Runner, count: int) -> Record:
    found = runner.result(f"sweep dask {count}", "national", SWEEP_SECONDS)
    words = [
        f"{count} scenarios, each from no change",
        *([f"{found['not_proven']} not proven in their time"] if found["not_proven"] else []),
        f"{found['one_busiest_seconds'] / found['busiest_seconds']:.1f} × by processor time of the busiest worker",
        f"load of the machine {found['load']:.1f} before",
        *([] if found["same_values"] else ["OTHER ROWS than one worker"]),
    ]
    note = "; ".join(words)
    row = Record("sweep, two Dask workers", "national", found["seconds"], note=note, more=found)
    ratio = found["one_seconds"] / found["seconds"]
    return replace(row, peer="one Dask worker", peer_seconds=found["one_seconds"], ratio=ratio, ratio_is=TIMES_FASTER)


def _planned(runner: Runner) -> Record:
    return _record("plan end to end", "sample", runner.result("plan", "sample"))


def _many(runner: Runner) -> Record:
    one, many = runner.result("solve", "national"), runner.result("solve", MANY)
    row = _record("people x10", "national", many)
    return replace(row, peer="people x1", peer_seconds=one["seconds"], ratio=many["seconds"] / one["seconds"], ratio_is=SHARE_OF_IT)


def _limited(runner: Runner) -> Record:
    result = runner.result("limited", "continental", 1.0)
    row = _record("time limit 1 s", "continental", result)
    return replace(row, note=f"{'valid' if result['valid'] else 'NOT VALID'}; {row.note}")
