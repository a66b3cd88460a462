"""Writes the page and picture of a retrieval run: retrieval.py RESULTS-FOLDER PAGE.md PICTURE.svg"""

import itertools
import json
import os
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

matplotlib.rcParams["svg.hashsalt"] = "winnow"

SETS = ["cifar-10", "voc2007", "fashion-mnist"]
NETWORKS = ["vgg16-blocks-1-3", "googlenet-bn", "squeezenet"]
LAYERS = ["low", "middle", "high", "fused"]
CHANNELS = ["5", "10", "25", "50", "100", "all"]
AGGREGATIONS = ["flatten", "grid 4", "pwa"]
BASELINES = ["mac", "r-mac", "spoc", "crow"]
SIZES = [128, 256, 512]
MEASURES = ["class mAP", "duplicate mAP"]
PAPERS_CHANNELS = "25"


class Results:
    """Rows by (pictures, network, layers, channels, aggregation, size)."""

    def __init__(self, folder):
        self.headers = {}
        self.rows = {}
        self.left_out = {}
        self.whitened = {}
        for name in sorted(os.listdir(folder)):
            if name.endswith(".jsonl"):
                self.read(os.path.join(folder, name))

    def read(self, path):
        with open(path) as file:
            header, *rows = [json.loads(line) for line in file]
        key = (header["pictures"], os.path.basename(path)[len(header["pictures"]) + 1 : -6])
        self.headers[key] = header
        for row in rows:
            variant = (row["pictures"], row["network"], row["layers"], row["channels"], row["aggregation"])
            if row.get("whitening"):
                self.whitened[variant + (row["size"], row["whitening"])] = row
            elif row["left out"]:
                self.left_out[variant] = row["left out"]
            else:
                self.rows[variant + (row["size"],)] = row

    def value(self, measure, *key):
        row = self.rows.get(key)
        return None if row is None else row[measure]

    def measured(self):
        return [(s, n) for s in SETS for n in NETWORKS if (s, n) in self.headers]


def cell(value):
    return "" if value is None else f"{value:.3f}"[1:] if value < 1 else "1.000"


def table(titles, rows):
    lines = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
    return lines + ["| " + " | ".join(str(c) for c in row) + " |" for row in rows] + [""]


def layer_tables(results):
    """The shape of the paper's Table IV."""
    runs = results.measured()
    sets = [s for s in SETS if any(run[0] == s for run in runs)]
    titles = ["network", "layers", "aggregation"] + [f"{s}, {m.split()[0]}" for s in sets for m in MEASURES]
    rows = []
    for network, layers in itertools.product(NETWORKS, LAYERS):
        for aggregation in AGGREGATIONS + BASELINES:
            channels = "all" if aggregation in BASELINES else PAPERS_CHANNELS
            values = [
                results.value(m, s, network, layers, channels, aggregation, 256) for s in sets for m in MEASURES
            ]
            if any(v is not None for v in values):
                rows.append([network, layers, aggregation] + [cell(v) for v in values])
    pixels = [results.value(m, s, "pixels", "pixels", "all", "grid 32", 256) for s in sets for m in MEASURES]
    rows.append(["none", "raw pixels", "32 x 32"] + [cell(v) for v in pixels])
    return table(titles, rows)


def duplicate_cosines(results):
    """How well the calibrated cosine tells altered copies from strangers."""
    rows = []
    for pictures, network in results.measured():
        for layers, channels, aggregation in itertools.product(LAYERS, [PAPERS_CHANNELS, "all"], AGGREGATIONS + BASELINES):
            for size in SIZES:
                row = results.rows.get((pictures, network, layers, channels, aggregation, size))
                if row and "duplicate cosine" in row:
                    found = row["duplicate cosine"]
                    values = [found["threshold"], found["missed"], found["mistaken"]]
                    rows.append([pictures, network, layers, channels, aggregation, size] + [cell(v) for v in values])
    titles = ["pictures", "network", "layers", "k", "aggregation", "size", "cosine", "missed", "mistaken"]
    return table(titles, rows)


def whitenings(results):
    rows = []
    for pictures, network in results.measured():
        for aggregation in ["grid 4"] + BASELINES:
            channels = "all" if aggregation in BASELINES else PAPERS_CHANNELS
            variant = (pictures, network, "fused", channels, aggregation, 256)
            found = [results.rows.get(variant)] + [results.whitened.get(variant + (w,)) for w in (0.5, 1.0)]
            if all(found):
                values = [cell(row[measure]) for measure in MEASURES for row in found]
                rows.append([pictures, network, aggregation] + values)
    titles = ["pictures", "network", "aggregation"]
    return table(titles + [f"{m.split()[0]}, {w}" for m in MEASURES for w in ("0", "0.5", "1")], rows)


def full_tables(results):
    lines = []
    for pictures, network in results.measured():
        lines += [f"<details><summary>{pictures}, {network}</summary>", ""]
        titles = ["layers", "aggregation", "k"] + [f"{m.split()[0]} {s}" for m in MEASURES for s in SIZES]
        rows = []
        for layers in LAYERS:
            for aggregation in AGGREGATIONS + BASELINES:
                for channels in ["all"] if aggregation in BASELINES else CHANNELS:
                    variant = (pictures, network, layers, channels, aggregation)
                    values = [results.value(m, *variant, s) for m in MEASURES for s in SIZES]
                    if any(v is not None for v in values):
                        rows.append([layers, aggregation, channels] + [cell(v) for v in values])
                    elif variant in results.left_out:
                        reason = results.left_out[variant]
                        rows.append([layers, aggregation, channels, f"left out: {reason}"] + [""] * 5)
        lines += table(titles, rows) + ["</details>", ""]
    return lines


def claims(results):
    """How often the paper's two claims hold over all comparable settings."""
    lines = []
    for measure in MEASURES:
        rows = []
        for pictures, network in results.measured():
            beats, against, margin = 0, 0, 0.0
            for setting in itertools.product(CHANNELS, AGGREGATIONS, SIZES):
                values = {
                    layers: results.value(measure, pictures, network, layers, *setting) for layers in LAYERS
                }
                singles = [values[layers] for layers in LAYERS[:3] if values[layers] is not None]
                if values["fused"] is not None and values["low"] is not None and values["middle"] is not None:
                    against += 1
                    beats += values["fused"] > max(singles)
                    margin += values["fused"] - max(singles)
            best = {channels: 0 for channels in CHANNELS}
            for layers, aggregation, size in itertools.product(LAYERS, AGGREGATIONS, SIZES):
                by_channels = {
                    c: results.value(measure, pictures, network, layers, c, aggregation, size) for c in CHANNELS
                }
                whole = {c: v for c, v in by_channels.items() if v is not None}
                if PAPERS_CHANNELS in whole and len(whole) >= 4:
                    best[max(whole, key=whole.get)] += 1
            rows.append(
                [pictures, network, f"{beats} of {against}", f"{margin / max(1, against):+.3f}"]
                + [best[c] for c in CHANNELS]
            )
        lines += [f"**{measure}**", ""]
        titles = ["pictures", "network", "fused best", "mean margin"] + [f"k = {c} best" for c in CHANNELS]
        lines += table(titles, rows)
    return lines


def missing(results):
    present = set(itertools.chain.from_iterable(results.headers))
    return [name for name in SETS + NETWORKS if name not in present]


def method(results):
    header = next(iter(results.headers.values()))
    environments = [h["origin"]["environment"] for h in results.headers.values()]
    environment = environments[0]
    commits = ", ".join(sorted({e["commit"] for e in environments}))
    sizes = ", ".join(
        f"{s} {h['input']}x{h['input']}, fitted on {h['calibration']}, gallery {h['gallery']}"
        for s, h in {key[0]: h for key, h in results.headers.items()}.items()
    )
    return [
        "# Retrieval by layer, channels, aggregation and size",
        "",
        "```",
        "benchmarks/run retrieval-results",
        "```",
        "",
        "Mean average precision by cosine. *Class*: every picture of the gallery searches the others, answers are of"
        f" its class. *Duplicate*: {header['queries']} pictures search the gallery and one crop, mirror image, brighter or"
        " darker copy, JPEG of quality 30 and small rotation of each of them, answers are their own. Every encoder is"
        " fitted by the product's own fitter with plain PCA, without labels, on other pictures than the gallery's"
        " (voc2007: on the gallery itself, so few are there). The class of a VOC picture is that of its largest box."
        f" Input sides and pictures: {sizes}"
        + "".join(f"; {name} not measured here" for name in missing(results))
        + f". Disguises have seed {header['seed']}. The components of a smaller size are"
        " the first of the largest.",
        "",
        f"Vectors of more than {header['maxFeatures']:,} values before PCA were left out. VGG16 ends at block 3 (block 4's"
        " weights were not to be had), so its low and middle maps are block2_pool and block3_pool and it has no high one.",
        "",
        f"{environment['cpu']}, {environment['cores']} cores shared with other work, {environment['java']}, sources"
        f" {commits}. Raw rows: `benchmarks/results/retrieval`.",
        "",
    ]


def draw(results, path):
    sets = list(dict.fromkeys(run[0] for run in results.measured()))
    figure, axes = plt.subplots(
        len(MEASURES), len(sets), figsize=(4.5 * len(sets), 7), squeeze=False, constrained_layout=True
    )
    styles = dict(zip(AGGREGATIONS, ["o-", "s--", "^:"]))
    colours = dict(zip(NETWORKS, ["tab:blue", "tab:orange", "tab:green"]))
    for (row, measure), (column, pictures) in itertools.product(enumerate(MEASURES), enumerate(sets)):
        panel = axes[row][column]
        for network, aggregation in itertools.product(NETWORKS, AGGREGATIONS):
            points = [
                (x, results.value(measure, pictures, network, "fused", channels, aggregation, 256))
                for x, channels in enumerate(CHANNELS)
            ]
            points = [point for point in points if point[1] is not None]
            if points:
                label = f"{network}, {aggregation}"
                panel.plot(*zip(*points), styles[aggregation], color=colours[network], label=label)
        panel.set_xticks(range(len(CHANNELS)), CHANNELS)
        panel.set_xlabel("channels of each layer")
        panel.set_ylabel(measure)
        panel.set_title(f"{pictures}, fused, 256 values")
        panel.grid(True, alpha=0.3)
    handles, labels = axes[0][0].get_legend_handles_labels()
    axes[0][-1].legend(handles, labels, fontsize=7)
    figure.savefig(path, metadata={"Date": None})


def main():
    results = Results(sys.argv[1])
    lines = method(results)
    lines += [f"## Layers at {PAPERS_CHANNELS} channels and 256 values (the paper's Table IV)", ""]
    lines += ["Baselines take all channels.", ""] + layer_tables(results)
    lines += ["## Channels (the paper's Fig. 9)", "", f"![mAP by channels]({os.path.basename(sys.argv[3])})", ""]
    lines += ["## Do the paper's claims hold?", ""]
    lines += [
        "*Fused best*: of all settings (k, aggregation, size) at which fused, low and middle were fitted, how many have"
        " fused before every single layer, and by how much on average. *k best*: of all settings of layers, aggregation"
        " and size, how often that k was the best; where large ones were left out, among the others.",
        "",
    ] + claims(results)
    if results.whitened:
        lines += ["## Whitening", "", "Fused, 256 values; `grid 4` with 25 channels.", ""]
        lines += whitenings(results)
    if any("duplicate cosine" in row for row in results.rows.values()):
        lines += ["## The near-duplicate cosine", ""]
        lines += [
            "As the fit calibrates it (docs/encoder-format.md), for the largest size of each setting: *missed* is the share"
            " of altered copies below it, *mistaken* the share of images with a stranger at or above it.",
            "",
        ] + duplicate_cosines(results)
    lines += ["## Everything", ""] + full_tables(results)
    with open(sys.argv[2], "w") as page:
        page.write("\n".join(lines).rstrip() + "\n")
    draw(results, sys.argv[3])


if __name__ == "__main__":
    main()
