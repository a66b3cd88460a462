#!/usr/bin/env python3
"""Makes scores and descriptors of a pool in which every scene was photographed several times.

Writes scores.csv, descriptors.npy and ids.txt into a folder. Needs NumPy.
"""

import argparse
import pathlib

import numpy

SITES = ("north", "south", "east")
BLOCK = 100_000


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--scenes", type=int, default=12)
    parser.add_argument("--shots", type=int, default=3)
    parser.add_argument("--dimension", type=int, default=8)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)

    random = numpy.random.default_rng(7)
    scenes = random.standard_normal((options.scenes, options.dimension)).astype("<f4")
    certainty = random.uniform(0.34, 0.99, options.scenes)
    images = options.scenes * options.shots
    vectors = numpy.lib.format.open_memmap(
        options.folder / "descriptors.npy", "w+", "<f4", (images, options.dimension)
    )
    with open(options.folder / "scores.csv", "w") as scores, open(
        options.folder / "ids.txt", "w"
    ) as ids:
        scores.write("imageId,attribute:site,cat,dog,bird\n")
        for begin in range(0, images, BLOCK):
            numbers = numpy.arange(begin, min(begin + BLOCK, images))
            scene = numbers // options.shots
            block = scenes[scene] + 0.2 * random.standard_normal(
                (len(numbers), options.dimension)
            ).astype("<f4")
            vectors[numbers] = block / numpy.linalg.norm(block, axis=1, keepdims=True)
            first = numpy.clip(certainty[scene] + random.normal(0, 0.01, len(numbers)), 0.34, 1)
            for number, s, p in zip(numbers, scene, first):
                name = f"scene-{s:02d}/shot-{number % options.shots}.png"
                rest = (1 - p) * 0.6
                ids.write(name + "\n")
                scores.write(
                    f"{name},{SITES[s % 3]},{p:.6f},{rest:.6f},{1 - round(p, 6) - round(rest, 6):.6f}\n"
                )


if __name__ == "__main__":
    main()
