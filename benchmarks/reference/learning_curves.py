"""Tables, curves and classes of experiments: learning_curves.py TABLES.md CURVES.svg CLASSES.svg RESULTS.jsonl...

Needs Debian's python3-scipy and python3-matplotlib.
"""

import gzip
import json
import pathlib
import sys
from collections import defaultdict

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
from scipy import stats

matplotlib.rcParams["svg.hashsalt"] = "winnow"

BASE = "entropy"
CURVES = [
    ("random", "random", "k:"),
    ("entropy", "entropy", "C0-"),
    ("budgeted-nms SR 1.2", "entropy, budgeted-nms SR 1.2", "C0--"),
    ("budgeted-nms SR 3", "entropy, budgeted-nms SR 3", "C0:"),
    ("margin", "margin", "C1-"),
    ("margin, budgeted-nms SR 1.2", "margin, budgeted-nms SR 1.2", "C1--"),
]
METRIC_2 = ["metric2", "metric2-cnn"]
TARGETS = [0.85, 0.88, 0.89, 0.9, 0.95]
PANELS = {
    "cnn-clean": "CNN",
    "cnn-duplicates": "CNN",
    "metric2-cnn": "CNN",
    "mobile": "mobile network",
    "probe-margin-fashion": "linear probe",
    "probe-margin-cifar": "linear probe",
}

GRID_PLANS = ["probe-fashion", "probe-margin-fashion", "probe-grid"]
GRID_RATIOS = [1.2, 2, 3, 5, 10]
GRID_COSINES = [0.8, 0.85, 0.9, 0.95, 0.99]
GRID_ADAPTIVE = ["adaptive-nms", "margin, adaptive-nms"]
GRID_RESAMPLERS = [
    "paper-first-pivot",
    "quota-nms",
    "budgeted-nms",
    "k-center",
    "kmeans++",
    "gist",
    "facility-location",
    "random",
    "margin, budgeted-nms",
]

CLASSES_OF = "probe-margin-fashion"
CLASS_POOLS = ["fashion-clean", "fashion-duplicates", "fashion-long-tail"]
CLASS_STRATEGIES = ["entropy", "margin", "margin, budgeted-nms SR 1.2"]
CLASS_NAMES = "T-shirt Trouser Pullover Dress Coat Sandal Shirt Sneaker Bag Boot".split()


def read(file):
    """Runs of a file: {(pool, strategy): {seed: rounds}}; unfinished runs are left out."""
    runs = defaultdict(lambda: defaultdict(list))
    opened = gzip.open(file, "rt") if file.endswith(".gz") else open(file)
    for line in opened:
        row = json.loads(line)
        pool, strategy, seed = row["run"].rsplit("/", 2)
        runs[pool, strategy][int(seed)].append(row)
    longest = max(len(rounds) for seeds in runs.values() for rounds in seeds.values())
    return {
        key: {seed: rounds for seed, rounds in seeds.items() if len(rounds) == longest}
        for key, seeds in runs.items()
    }


def mean_curve(rounds):
    return np.mean([row["accuracy"] for row in rounds[1:]])


def figures(seeds):
    """One value per seed of every figure of the tables."""
    order = sorted(seeds)
    last = [seeds[seed][-1] for seed in order]
    values = lambda name: np.array([row[name] for row in last])
    return {
        "curve": np.array([mean_curve(seeds[seed]) for seed in order]),
        "last": values("accuracy"),
        "coverage": values("coverage"),
        "bias": values("bias"),
        "repeated": np.array(
            [np.mean([row["repeated"] for row in seeds[seed][1:]]) for seed in order]
        ),
        "looked": np.array([np.mean([row["looked"] for row in seeds[seed][1:]]) for seed in order]),
        "millis": np.array(
            [np.median([row["selectionMillis"] for row in seeds[seed][1:]]) for seed in order]
        ),
        "worst": np.array([min(row["classAccuracy"]) for row in last]),
    }


def against(ours, base):
    """Mean difference and p of a paired t-test, or a dash where there is none."""
    difference = ours - base
    if len(difference) < 2 or np.allclose(difference, 0):
        return f"{100 * difference.mean():+.2f}", "–"
    p = stats.ttest_rel(ours, base).pvalue
    return f"{100 * difference.mean():+.2f}", f"{p:.3f}" if p >= 0.001 else "<0.001"


def table(runs, pool, out):
    rows = {
        strategy: figures(seeds)
        for (name, strategy), seeds in runs.items()
        if name == pool and seeds
    }
    if BASE not in rows:
        return
    seeds = sorted(runs[pool, BASE])
    example = runs[pool, BASE][seeds[0]]
    budget = example[1]["labels"] - example[0]["labels"]
    out.append(
        f"\n### {pool}\n\n{len(seeds)} seeds, {example[0]['labels']} random labels, then "
        f"{len(example) - 1} rounds of {budget}.\n"
    )
    out.append(
        "| strategy | mean accuracy % ± sd | − entropy | p | last accuracy % ± sd | weakest class % |"
        " repeated % | coverage % | bias | looked at | select ms |"
    )
    out.append("| --- |" + " ---: |" * 10)
    for strategy, row in rows.items():
        complete = len(row["curve"]) == len(seeds)
        difference, p = against(row["curve"], rows[BASE]["curve"]) if complete else ("–", "–")
        sd = lambda name: np.std(row[name], ddof=1) if len(row[name]) > 1 else 0
        out.append(
            f"| {strategy} | {100 * row['curve'].mean():.2f} ± {100 * sd('curve'):.2f} "
            f"| {'' if strategy == BASE else difference} | {'' if strategy == BASE else p} "
            f"| {100 * row['last'].mean():.2f} ± {100 * sd('last'):.2f} "
            f"| {100 * row['worst'].mean():.1f} | {100 * row['repeated'].mean():.1f} "
            f"| {100 * row['coverage'].mean():.1f} | {row['bias'].mean():.3f} "
            f"| {row['looked'].mean():,.0f} | {row['millis'].mean():.0f} |"
        )


def steps(runs, out):
    """Metric 2: rounds until a target accuracy; the random first one counts as 1."""
    out.append("\nRounds until a test accuracy was reached, mean over the seeds that reached it:\n")
    out.append("| strategy |" + "".join(f" {target} |" for target in TARGETS))
    out.append("| --- |" + " ---: |" * len(TARGETS))
    for (_, strategy), seeds in runs.items():
        cells = []
        for target in TARGETS:
            reached = [
                next((i + 1 for i, row in enumerate(rounds) if row["accuracy"] >= target), None)
                for rounds in seeds.values()
            ]
            there = [step for step in reached if step]
            missed = f" ({len(there)} of {len(reached)})" if 0 < len(there) < len(reached) else ""
            cells.append(f"{np.mean(there):.1f}{missed}" if there else "never")
        out.append(f"| {strategy} | " + " | ".join(cells) + " |")


def grid(plans, out):
    """Resamplers by shortlist ratio and adaptive-nms by cosine: runs of several plans on one pool."""
    runs = defaultdict(dict)
    for name in GRID_PLANS:
        for key, seeds in plans[name].items():
            runs[key].update(seeds)

    def cell(pool, strategy, base):
        ours, theirs = runs.get((pool, strategy), {}), runs.get((pool, base), {})
        seeds = sorted(set(ours) & set(theirs))
        if len(seeds) < 2:
            return "–"
        difference, p = against(
            *(np.array([mean_curve(of[seed]) for seed in seeds]) for of in (ours, theirs))
        )
        significant = p == "<0.001" or (p != "–" and float(p) < 0.05)
        return f"{difference}{'*' if significant else ''} ({len(seeds)})"

    out.append("\n## Shortlist ratios and cosines\n")
    out.append(
        "Linear probe: mean accuracy in points above plain entropy, for margin above plain margin;"
        " `*`: p < .05; in brackets the number of seeds.\n"
    )
    for pool in dict.fromkeys(pool for pool, _ in plans["probe-grid"]):
        for what, options, pattern in (
            ("SR", GRID_RATIOS, "{} SR {}"),
            ("τ", GRID_COSINES, "{} {}"),
        ):
            out.append(f"\n| {pool} | " + " | ".join(f"{what} {o}" for o in options) + " |")
            out.append("| --- |" + " ---: |" * len(options))
            for row in GRID_RESAMPLERS if what == "SR" else GRID_ADAPTIVE:
                base = "margin" if row.startswith("margin") else BASE
                cells = [cell(pool, pattern.format(row, option), base) for option in options]
                out.append(f"| {row} | " + " | ".join(cells) + " |")


def by_class(runs, pool, strategy, name):
    """Mean over the seeds of a figure of every class, as [class][round]."""
    seeds = runs[pool, strategy].values()
    return np.mean([[row[name] for row in rounds] for rounds in seeds], axis=0).T


def class_table(runs, pool, out):
    """What each class got by the last round: the paper's figures 10 and 12 as numbers."""
    strategies = [strategy for strategy in CLASS_STRATEGIES if (pool, strategy) in runs]
    out.append(
        "\nBy class after the last round: images labelled, and accuracy in %, means over the seeds."
        " Shift: images of a round in the place of classes that the round before had, %.\n"
    )
    out.append("| strategy | " + " | ".join(CLASS_NAMES) + " | shift |")
    out.append("| --- |" + " ---: |" * (len(CLASS_NAMES) + 1))
    for strategy in strategies:
        counts = by_class(runs, pool, strategy, "classes")[:, -1]
        accuracies = 100 * by_class(runs, pool, strategy, "classAccuracy")[:, -1]
        cells = [f"{count:.0f}, {accuracy:.0f}" for count, accuracy in zip(counts, accuracies)]
        out.append(f"| {strategy} | " + " | ".join(cells) + f" | {shift(runs[pool, strategy]):.1f} |")


def shift(seeds):
    """How much the mix of classes changes from round to round: total variation, in %."""
    labelled = np.array([[row["classes"] for row in rounds] for rounds in seeds.values()])
    added = np.diff(labelled, axis=1)
    distance = np.abs(np.diff(added, axis=1)).sum(axis=2) / 2
    return 100 * np.mean(distance / added[:, 1:].sum(axis=2))


def draw_classes(runs, picture):
    """Images labelled of each class per round, and the accuracy of each class after it."""
    rows, columns = len(CLASS_STRATEGIES), 2 * len(CLASS_POOLS)
    figure, axes = plt.subplots(rows, columns, figsize=(15, 7.5), constrained_layout=True)
    for p, pool in enumerate(CLASS_POOLS):
        added = [
            np.diff(by_class(runs, pool, strategy, "classes"), axis=1, prepend=0)
            for strategy in CLASS_STRATEGIES
        ]
        reached = [100 * by_class(runs, pool, strategy, "classAccuracy") for strategy in CLASS_STRATEGIES]
        for values, column, what, colours, top in (
            (added, 2 * p, "images per round", "viridis", max(map(np.max, added))),
            (reached, 2 * p + 1, "accuracy, %", "magma", 100),
        ):
            for r, strategy in enumerate(CLASS_STRATEGIES):
                shown = axes[r, column]
                mesh = shown.imshow(values[r], cmap=colours, vmin=0, vmax=top, aspect="auto")
                shown.set_yticks(np.arange(len(CLASS_NAMES)))
                shown.set_yticklabels(CLASS_NAMES if column == 0 else [], fontsize=8)
                shown.set_xticks(range(0, values[r].shape[1], 3))
                shown.tick_params(labelsize=8)
                if r == 0:
                    shown.set_title(f"{pool}\n{what}", fontsize=9)
                if column == 0:
                    shown.set_ylabel(strategy, fontsize=9)
                if r == rows - 1:
                    shown.set_xlabel("round", fontsize=8)
            figure.colorbar(mesh, ax=list(axes[:, column]), location="bottom", shrink=0.8, pad=0.02)
    figure.savefig(picture, metadata={"Date": None})


def cost(name, runs):
    """Processor time of the rounds of a plan that say it."""
    rounds = [row for seeds in runs.values() for rows in seeds.values() for row in rows]
    seconds = [row["cpuSeconds"] for row in rounds if "cpuSeconds" in row]
    time = f"{sum(seconds) / 60:.1f} | {np.mean(seconds):.2f}" if seconds else "– | –"
    return f"| {name} | {len(rounds):,} | {len(seconds):,} | {time} |"


def draw(axes, runs, pool, title):
    for strategy, label, style in CURVES:
        seeds = runs.get((pool, strategy))
        if not seeds:
            continue
        labels = [row["labels"] for row in next(iter(seeds.values()))]
        curves = 100 * np.array([[row["accuracy"] for row in rounds] for rounds in seeds.values()])
        mean = curves.mean(axis=0)
        (line,) = axes.plot(labels, mean, style, label=label)
        if len(curves) > 1:
            error = curves.std(axis=0, ddof=1) / np.sqrt(len(curves))
            axes.fill_between(labels, mean - error, mean + error, color=line.get_color(), alpha=0.12)
    axes.set_title(title, fontsize=10)
    axes.set_xlabel("labels")
    axes.set_ylabel("test accuracy, %")
    axes.grid(True, alpha=0.3)


def main():
    tables, picture, classes, *files = sys.argv[1:]
    out = [
        "# Learning curves: all rows",
        "",
        "Written by `benchmarks/run learning-curves` from the JSON lines in"
        " `benchmarks/results/learning-curves/`; what they mean is in"
        " [learning-curves.md](learning-curves.md).",
        "",
        "Mean accuracy is the mean over all rounds after the first random labels (the area under the"
        " learning curve); differences to plain entropy are in points, p is of a paired t-test over"
        " the seeds, without a correction for the number of rows. Repeated: share of a round's images"
        " that show a picture which was labelled already or twice in the round, by the pool's own"
        " record. Coverage: share of 2,000 images of the pool that have a labelled one within the"
        " plan's `coverageCosines` under the reference descriptors. Bias: Kullback-Leibler divergence"
        " of the labelled images' clusters from the pool's. Times were taken while other processes"
        " had the machine.",
    ]
    panels = []
    costs = []
    plans = {}
    for file in files:
        runs = read(file)
        name = pathlib.Path(file).name.split(".")[0]
        out.append(f"\n## {name}")
        costs.append(cost(name, runs))
        plans[name] = runs
        for pool in dict.fromkeys(pool for pool, _ in runs):
            table(runs, pool, out)
            if name in METRIC_2:
                steps(runs, out)
            if name == CLASSES_OF and pool in CLASS_POOLS:
                class_table(runs, pool, out)
            if name in PANELS:
                panels.append((runs, pool, f"{pool}, {PANELS[name]}"))
        if name == CLASSES_OF:
            draw_classes(runs, classes)
    grid(plans, out)
    out.append("\n## Processor time\n")
    out.append(
        "Of the threads that ran the rounds, descriptors not counted. Rounds from before it was"
        " recorded have none.\n"
    )
    out.append("| plan | rounds | timed | minutes | seconds per round |")
    out.append("| --- | ---: | ---: | ---: | ---: |")
    out.extend(costs)
    pathlib.Path(tables).write_text("\n".join(out) + "\n")
    columns = 2
    rows = max(1, (len(panels) + columns - 1) // columns)
    figure, all_axes = plt.subplots(rows, columns, figsize=(11, 3.6 * rows), constrained_layout=True)
    for axes, panel in zip(np.ravel(all_axes), panels):
        draw(axes, *panel)
    for axes in np.ravel(all_axes)[len(panels) :]:
        axes.set_visible(False)
    if panels:
        np.ravel(all_axes)[0].legend(fontsize=8)
    figure.savefig(picture, metadata={"Date": None})


if __name__ == "__main__":
    main()
