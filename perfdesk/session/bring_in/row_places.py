"""Where indicator rows of a file go among those of the present form: beside their neighbours."""

from collections.abc import Mapping, Sequence

from perfdesk.document import Row
from perfdesk.values import without_space

Group = tuple[str, str, str]


def put_beside_neighbours(
    rows: list[Row],
    file_rows: Sequence[Row],
    partners: Mapping[str, str],
    new: Mapping[str, Row],
) -> None:
    """Put new rows among `rows`, without tearing a merged level cell apart.

    `file_rows` stand in the order of the file; `partners` says by their ids which present row each
    is, `new` which row it becomes.
    """
    ours = {_group(row) for row in rows}
    before: str | None = None
    for number, file_row in enumerate(file_rows):
        if file_row.id in partners:
            before = partners[file_row.id]
        elif file_row.id in new:
            row = new[file_row.id]
            after = [partners[r.id] for r in file_rows[number + 1 :] if r.id in partners]
            rows.insert(_position(rows, row, before, after, ours), row)
            before = row.id


def _position(
    rows: Sequence[Row], row: Row, before: str | None, after: Sequence[str], ours: set[Group]
) -> int:
    places = {known.id: place for place, known in enumerate(rows)}
    group = _group(row)
    if before is not None and _group(rows[places[before]]) == group:
        return places[before] + 1
    if group in ours:
        following = [i for i in after if _group(rows[places[i]]) == group]
        if following:
            return places[following[0]]
        return max(place for place, known in enumerate(rows) if _group(known) == group) + 1
    if before is not None:
        return _end_of_neighbours(rows, places[before], group)
    return places[after[0]] if after else len(rows)


def _end_of_neighbours(rows: Sequence[Row], place: int, group: Group) -> int:
    """Behind the rows that share the neighbour's levels, so that its level cell stays whole."""
    neighbour = _group(rows[place])
    shared = 3 if neighbour[:2] == group[:2] else 2
    end = place + 1
    while end < len(rows) and _group(rows[end])[:shared] == neighbour[:shared]:
        end += 1
    return end


def _group(row: Row) -> Group:
    term, level1, level2 = (without_space(row.get(n) or "") for n in ("term", "level1", "level2"))
    return term, level1, level2
