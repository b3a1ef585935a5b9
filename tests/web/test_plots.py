"""Plots stand where their figures say, in both directions, and say the same as a table."""

import itertools

from web.plots import HEIGHT, WIDTH, Series, lines, stacked


def say(value: float) -> str:
    return f"{value:g}"


def test_bars_stand_on_each_other_up_to_a_round_number() -> None:
    plot = stacked(["a", "b"], [Series("one", [3, 0]), Series("two", [4, 2])], say=say)
    assert [tick.text for tick in plot.ticks] == ["0", "2", "4", "6", "8"]
    lower, upper, alone = plot.bars
    assert float(upper.y) + float(upper.height) == float(lower.y)
    assert float(lower.y) + float(lower.height) == float(plot.bottom) == float(alone.y) + float(alone.height)
    assert (alone.series, alone.text) == (2, "b · two: 2")


def test_a_line_has_a_gap_where_there_is_no_figure_and_a_point_where_it_is_alone() -> None:
    plot = lines(["a", "b", "c"], [Series("share", [0.5, None, 1])], say=say, top=1)
    assert plot.lines[0].path.count("M") == 2
    assert "L" not in plot.lines[0].path
    assert [point.text for point in plot.points] == ["a · share: 0.5", "c · share: 1"]
    assert [row.cells for row in plot.rows] == [("0.5",), ("–",), ("1",)]
    assert lines(["a", "b"], [Series("s", [1, 2])], say=say).lines[0].path.count("L") == 1


def test_from_right_to_left_time_runs_to_the_left() -> None:
    values = [Series("s", [1, 2])]
    plain, mirrored = (lines(["a", "b"], values, say=say, mirrored=way) for way in (False, True))
    assert [float(p.x) for p in mirrored.points] == [WIDTH - float(p.x) for p in plain.points]
    assert float(mirrored.beside) > float(mirrored.start) > float(mirrored.end)
    bar = stacked(["a", "b"], values, say=say, mirrored=True).bars[0]
    assert float(bar.x) + float(bar.width) < WIDTH


def test_many_labels_are_named_so_that_none_stands_on_another_and_nothing_leaves_the_drawing() -> None:
    plot = stacked([str(n) for n in range(160)], [Series("s", [n % 7 for n in range(160)])], say=say)
    places = [float(name.x) for name in plot.names]
    assert min(b - a for a, b in itertools.pairwise(places)) >= 80
    assert all(float(bar.x) >= 0 and float(bar.x) + float(bar.width) <= WIDTH for bar in plot.bars)
    assert all(0 <= float(bar.y) <= HEIGHT for bar in plot.bars)


def test_nothing_at_all_is_a_plot_too() -> None:
    assert stacked([], [Series("s", [])], say=say).bars == ()
    assert [tick.text for tick in lines(["a"], [Series("s", [None])], say=say).ticks] == ["0", "1", "2", "3", "4"]
