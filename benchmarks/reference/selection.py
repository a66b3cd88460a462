"""What others do on the same vectors, timed: scikit-learn and NumPy.

    selection.py VECTORS.npy BUDGET radius-bisection|k-center|product...

Prints one line of JSON per name: seconds, peak resident memory and what came out.
"""

import json
import sys
import time

import numpy as np
from sklearn.metrics import pairwise_distances
from sklearn.neighbors import NearestNeighbors

CORES = 2
MAX_STEPS = 40


def keep_earlier(neighbours, size):
    """Of every two within the radius, drops the later one, unless the earlier is dropped itself."""
    kept = np.ones(size, dtype=bool)
    for i in range(size):
        if kept[i]:
            near = neighbours[i]
            kept[near[near > i]] = False
    return kept


def radius_bisection(vectors, budget):
    """FiftyOne's selection of unique images: bisects a cosine radius until `budget` are left."""
    size = len(vectors)
    index = NearestNeighbors(metric="cosine", algorithm="brute", n_jobs=CORES).fit(vectors)
    low, high = 0.0, 1.0
    for step in range(1, MAX_STEPS + 1):
        radius = (low + high) / 2
        neighbours = index.radius_neighbors(radius=radius, return_distance=False)
        kept = int(keep_earlier(neighbours, size).sum())
        if kept == budget or high - low < 1e-7:
            break
        low, high = (radius, high) if kept > budget else (low, radius)
    return {"kept": kept, "steps": step, "cosine": 1 - radius}


def k_center(vectors, budget):
    """Greedy k-center: one column of distances for each centre."""
    chosen = [0]
    distances = pairwise_distances(vectors, vectors[:1], metric="euclidean").ravel()
    while len(chosen) < budget:
        farthest = int(np.argmax(distances))
        chosen.append(farthest)
        column = pairwise_distances(vectors, vectors[farthest : farthest + 1]).ravel()
        np.minimum(distances, column, out=distances)
    return {"kept": len(set(chosen))}


def product(vectors, budget):
    """The bare product of the matrix with its transpose: no selection at all."""
    return {"kept": int((vectors @ vectors.T).shape[0])}


METHODS = {"radius-bisection": radius_bisection, "k-center": k_center, "product": product}


def forget_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def peak_mib():
    with open("/proc/self/status") as file:
        line = next(line for line in file if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main():
    vectors = np.load(sys.argv[1])
    budget = int(sys.argv[2])
    # Threads and pages of the libraries are there before the clock starts.
    METHODS["radius-bisection"](vectors[:200], 150)
    vectors[:500] @ vectors[:500].T
    for name in sys.argv[3:]:
        forget_peak()
        best = None
        for _ in range(3 if name == "product" else 1):
            start = time.perf_counter()
            outcome = METHODS[name](vectors, budget)
            seconds = time.perf_counter() - start
            best = seconds if best is None else min(best, seconds)
        print(
            json.dumps({"method": name, "seconds": best, "peakMib": peak_mib(), **outcome}),
            flush=True,
        )


if __name__ == "__main__":
    main()
