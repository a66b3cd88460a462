"""Draws the times of a side-by-side run: curves.py SIDE-BY-SIDE.json PICTURE.svg"""

import json
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

matplotlib.rcParams["svg.hashsalt"] = "winnow"

SERIES = [
    ("Winnow ms", "Winnow, budgeted-nms", "o-"),
    ("radius bisection ms", "scikit-learn, radius bisection", "s--"),
    ("X·Xᵀ ms", "NumPy, bare X·Xᵀ", "^:"),
]


def draw(axes, rows, key, label):
    for column, name, style in SERIES:
        points = [(row[key], row[column]) for row in rows if isinstance(row[column], (int, float))]
        axes.plot(*zip(*points), style, label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    ticks = [row[key] for row in rows]
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.minorticks_off()
    axes.set_xlabel(label)
    axes.set_ylabel("milliseconds")
    axes.grid(True, alpha=0.3)


def main():
    with open(sys.argv[1]) as file:
        rows = json.load(file)["rows"]
    by_size = sorted((row for row in rows if row["D"] == 256), key=lambda row: row["T''"])
    by_dimension = sorted((row for row in rows if row["T''"] == 12000), key=lambda row: row["D"])
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.5), constrained_layout=True)
    draw(left, by_size, "T''", "shortlist T'', D = 256")
    draw(right, by_dimension, "D", "dimension D, T'' = 12,000")
    left.legend()
    figure.savefig(sys.argv[2], metadata={"Date": None})


if __name__ == "__main__":
    main()
