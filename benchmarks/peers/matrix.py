"""A linear model in whole numbers, gathered in blocks of NumPy arrays."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """``least <= matrix @ x <= most`` with ``0 <= x <= upper``; each count is ``counts[k] @ x + offsets[k]``.

    Attributes
    ----------
    upper
        ``(N,)`` upper bounds of the variables.
    whole
        ``(N,)``; variables that must be asked to be whole. The others are whole when these are.
    least, most
        ``(M,)`` bounds of the rows; infinite for none.
    matrix
        ``(M, N)``, by row.
    counts, offsets
        ``(K, N)`` and ``(K,)``: everything that is minimised, in turn.
    start
        ``(N,)`` a solution that is always there.
    """

    upper: Ints
    whole: Flags
    least: Floats
    most: Floats
    matrix: sparse.csr_array
    counts: sparse.csr_array
    offsets: Ints
    start: Ints

    @property
    def num_columns(self) -> int:
        """Number of variables."""
        return len(self.upper)

    @property
    def num_rows(self) -> int:
        """Number of rows."""
        return len(self.most)

    @property
    def num_nonzeros(self) -> int:
        """Coefficients other than 0 in the rows."""
        return int(self.matrix.nnz)

    def cost(self, count: int) -> Ints:
        """``(N,)`` coefficients of one count."""
        return np.asarray(self.counts[[count]].toarray(), dtype=np.int64)[0]


@dataclass(slots=True)
class _Triples:
    """Coefficients as (row, column, value), in blocks."""

    rows: list[npt.NDArray[np.int32]] = field(default_factory=list)
    columns: list[npt.NDArray[np.int32]] = field(default_factory=list)
    values: list[npt.NDArray[np.int32]] = field(default_factory=list)

    def add(self, rows: npt.ArrayLike, columns: Ints, values: npt.ArrayLike) -> None:
        """Append a block; rows and values are spread over the columns."""
        self.rows.append(np.broadcast_to(rows, columns.shape).astype(np.int32))
        self.columns.append(columns.astype(np.int32))
        self.values.append(np.broadcast_to(values, columns.shape).astype(np.int32))

    def matrix(self, num_rows: int, num_columns: int) -> sparse.csr_array:
        """By row; coefficients given twice are added up."""
        none = [np.zeros(0, dtype=np.int32)]
        rows, columns = np.concatenate(none + self.rows), np.concatenate(none + self.columns)
        values = np.concatenate(none + self.values).astype(np.int64)
        return sparse.csr_array(sparse.coo_array((values, (rows, columns)), shape=(num_rows, num_columns)))


class Draft:
    """A model being gathered.

    Past ``most_nonzeros`` coefficients it only counts, so that a model that does not fit still has a known size.

    Parameters
    ----------
    num_counts
        Number of things that will be minimised.
    """

    def __init__(self, num_counts: int, most_nonzeros: int) -> None:
        self.num_columns = self.num_rows = self.num_nonzeros = 0
        self._most_nonzeros = most_nonzeros
        self._upper: list[Ints] = []
        self._whole: list[Flags] = []
        self._least: list[Floats] = []
        self._most: list[Floats] = []
        self._matrix = _Triples()
        self._counts = _Triples()
        self._start: list[tuple[Ints, Ints]] = []
        self.offsets = np.zeros(num_counts, dtype=np.int64)

    @property
    def is_too_large(self) -> bool:
        """Whether only the size is being counted."""
        return self.num_nonzeros > self._most_nonzeros

    def columns(self, upper: Ints, *, whole: bool = True) -> Ints:
        """Add variables from 0 to ``upper`` and return their numbers."""
        first = self.num_columns
        self.num_columns += len(upper)
        if not self.is_too_large:
            self._upper.append(np.asarray(upper, dtype=np.int64))
            self._whole.append(np.full(len(upper), whole))
        return np.arange(first, self.num_columns, dtype=np.int64)

    def rows(self, least: npt.ArrayLike, most: npt.ArrayLike, count: int) -> Ints:
        """Add rows and return their numbers."""
        first = self.num_rows
        self.num_rows += count
        if not self.is_too_large:
            self._least.append(np.broadcast_to(np.asarray(least, dtype=np.float64), (count,)))
            self._most.append(np.broadcast_to(np.asarray(most, dtype=np.float64), (count,)))
        return np.arange(first, self.num_rows, dtype=np.int64)

    def put(self, rows: npt.ArrayLike, columns: Ints, values: npt.ArrayLike) -> None:
        """Add coefficients."""
        self.num_nonzeros += len(columns)
        if not self.is_too_large:
            self._matrix.add(rows, columns, values)

    def weigh(self, count: int, columns: Ints, values: npt.ArrayLike) -> None:
        """Add to what each of some variables counts for."""
        values = np.broadcast_to(values, columns.shape)
        used = np.flatnonzero(values)
        if not self.is_too_large:
            self._counts.add(count, columns[used], values[used])

    def begin(self, columns: Ints, values: Ints) -> None:
        """Give variables their value in the solution that is always there."""
        if not self.is_too_large:
            self._start.append((columns, values))

    def finish(self) -> LinearModel:
        """Put everything together, without the rows that nothing could break."""
        upper = np.concatenate([np.zeros(0, dtype=np.int64), *self._upper])
        least, most = np.concatenate([np.zeros(0), *self._least]), np.concatenate([np.zeros(0), *self._most])
        matrix = self._matrix.matrix(self.num_rows, self.num_columns)
        largest = matrix.maximum(0) @ upper
        binding = np.flatnonzero((least > -np.inf) | (largest > most))
        start = np.zeros(self.num_columns, dtype=np.int64)
        for columns, values in self._start:
            start[columns] = values
        return LinearModel(
            upper=upper,
            whole=np.concatenate([np.zeros(0, dtype=bool), *self._whole]),
            least=least[binding],
            most=most[binding],
            matrix=sparse.csr_array(matrix[binding]),
            counts=self._counts.matrix(len(self.offsets), self.num_columns),
            offsets=self.offsets.copy(),
            start=start,
        )
