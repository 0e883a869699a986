"""Random linear programmes that change from solve to solve, kept whole beside an engine; and the proof of an optimum."""

import random

import numpy as np
import pytest

from planner.model.lp import Answer, LinearProgramme

TOLERANCE = 1e-6


class Mirror:
    """A dense copy of what an engine was told. A point is kept that every change leaves feasible."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.point = np.zeros(0)
        self.costs, self.lower, self.upper = np.zeros(0), np.zeros(0), np.zeros(0)
        self.matrix, self.least, self.most = np.zeros((0, 0)), np.zeros(0), np.zeros(0)

    def random(self, shape: tuple[int, int]) -> np.ndarray:
        """Few small whole figures, as in a master problem."""
        return np.array([[self.rng.choice([0, 0, 0, 1, 1, 2, -1]) for _ in range(shape[1])] for _ in range(shape[0])], dtype=float).reshape(
            shape
        )

    def add_columns(self, engine: LinearProgramme, count: int) -> None:
        """Columns, some of them used by the point when they come first."""
        entries, fresh = self.random((len(self.least), count)), np.zeros(count)
        if not len(self.least):
            fresh = np.array([float(self.rng.randint(0, 4)) for _ in range(count)])
        upper = np.array([self.rng.choice([np.inf, 9.0, 5.0]) for _ in range(count)])
        self.matrix = np.hstack([self.matrix, entries])
        self.point, self.upper = np.append(self.point, fresh), np.append(self.upper, upper)
        self.costs, self.lower = np.append(self.costs, np.zeros(count)), np.append(self.lower, np.zeros(count))
        rows, columns = np.nonzero(entries)
        engine.add_columns(upper, (rows, columns, entries[rows, columns]))

    def add_rows(self, engine: LinearProgramme, count: int) -> None:
        """Rows of every kind about the point."""
        entries = self.random((count, len(self.point)))
        least, most = self._about(entries)
        self.matrix = np.vstack([self.matrix, entries])
        self.least, self.most = np.append(self.least, least), np.append(self.most, most)
        rows, columns = np.nonzero(entries)
        engine.add_rows(least, most, (rows, columns, entries[rows, columns]))

    def change_rows(self, engine: LinearProgramme) -> None:
        """Other bounds for some rows."""
        some = np.array(sorted(self.rng.sample(range(len(self.least)), min(2, len(self.least)))), dtype=np.int64)
        self.least[some], self.most[some] = self._about(self.matrix[some])
        engine.set_rows(some, self.least[some], self.most[some])

    def change_columns(self, engine: LinearProgramme) -> None:
        """Other bounds for some columns; those the point does not use may be closed."""
        some = np.array(sorted(self.rng.sample(range(len(self.point)), min(3, len(self.point)))), dtype=np.int64)
        self.lower[some] = np.maximum(0.0, self.point[some] - [self.rng.choice([0.0, 1.0, 9.0]) for _ in some])
        self.upper[some] = self.point[some] + [self.rng.choice([0.0, 0.0, 2.0, np.inf]) for _ in some]
        engine.set_columns(some, self.lower[some], self.upper[some])

    def take_out(self, engine: LinearProgramme) -> None:
        """Some columns that the point does not use."""
        keep = np.array([value > 0 or self.rng.random() < 0.7 for value in self.point], dtype=bool)
        self.point, self.costs, self.lower, self.upper = (each[keep] for each in (self.point, self.costs, self.lower, self.upper))
        self.matrix = self.matrix[:, keep]
        engine.keep(keep)

    def change_costs(self, engine: LinearProgramme) -> None:
        """Other costs; below 0 only where a column has an upper bound."""
        self.costs = np.array([self.rng.choice([0.0, 1.0, 2.5, -1.5 if np.isfinite(upper) else 3.0]) for upper in self.upper])
        engine.set_costs(self.costs)

    def _about(self, entries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        value = entries @ self.point
        kinds = [self.rng.choice(["least", "most", "equal", "between"]) for _ in value]
        least = [
            -np.inf if kind == "most" else at - self.rng.choice([0, 1, 3]) * (kind != "equal")
            for kind, at in zip(kinds, value, strict=True)
        ]
        most = [
            np.inf if kind == "least" else at + self.rng.choice([0, 1, 3]) * (kind != "equal")
            for kind, at in zip(kinds, value, strict=True)
        ]
        return np.array(least, dtype=float), np.array(most, dtype=float)

    def told_at_once(self, engine: LinearProgramme) -> LinearProgramme:
        """The same programme in an engine that has seen nothing before."""
        engine.add_rows(self.least, self.most, (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)))
        rows, columns = np.nonzero(self.matrix)
        engine.add_columns(self.upper, (rows, columns, self.matrix[rows, columns]))
        engine.set_columns(np.arange(len(self.upper)), self.lower, self.upper)
        engine.set_costs(self.costs)
        return engine

    def prove(self, answer: Answer) -> None:
        """Feasible, dual feasible, and both worth the same: an optimum, whoever found it."""
        values, duals = answer.values, answer.duals
        activity = self.matrix @ values
        assert (values >= self.lower - TOLERANCE).all()
        assert (values <= self.upper + TOLERANCE).all()
        assert (activity >= self.least - TOLERANCE).all()
        assert (activity <= self.most + TOLERANCE).all()
        reduced = self.costs - duals @ self.matrix
        assert answer.reduced == pytest.approx(reduced, abs=TOLERANCE)
        assert (reduced[~np.isfinite(self.upper)] >= -TOLERANCE).all()
        assert (duals[~np.isfinite(self.least)] <= TOLERANCE).all()
        assert (duals[~np.isfinite(self.most)] >= -TOLERANCE).all()
        worth = sum(
            dual * (least if dual > 0 else most)
            for dual, least, most in zip(duals, self.least, self.most, strict=True)
            if abs(dual) > TOLERANCE
        )
        worth += sum(
            cost * (least if cost > 0 else most)
            for cost, least, most in zip(reduced, self.lower, self.upper, strict=True)
            if abs(cost) > TOLERANCE
        )
        assert answer.objective == pytest.approx(float(self.costs @ values), abs=1e-5)
        assert answer.objective == pytest.approx(worth, abs=1e-5)
