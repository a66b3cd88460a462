"""Makes the WebPs of this folder with libwebp's tools, and golden.txt from what its decoder shows.

Usage: python3 generate.py ../cases/base.png   (needs cwebp, dwebp, Pillow and NumPy)

A line of golden.txt is: file, width, height, then the mean RGB of 12x9 blocks, row by row, in hexadecimal, on white.
"""
import pathlib
import subprocess
import sys
import tempfile

import numpy
from PIL import Image

COLUMNS, ROWS = 12, 9
here = pathlib.Path(__file__).parent
base = Image.open(sys.argv[1]).convert("RGB")
scratch = pathlib.Path(tempfile.mkdtemp())


def cwebp(name, picture, *options):
    png = scratch / "picture.png"
    picture.save(png)
    subprocess.run(["cwebp", "-quiet", *options, str(png), "-o", str(here / name)], check=True)


def golden(webp):
    png = scratch / "decoded.png"
    first = Image.open(webp)
    if getattr(first, "n_frames", 1) > 1 or webp.name.startswith("table"):
        first.convert("RGBA").save(png)  # Pillow has a newer libwebp, and dwebp takes no animations
    else:
        subprocess.run(["dwebp", "-quiet", str(webp), "-o", str(png)], check=True)
    shown = Image.open(png).convert("RGBA")
    white = Image.new("RGBA", shown.size, "white")
    rgb = numpy.asarray(Image.alpha_composite(white, shown).convert("RGB")).astype(float)
    height, width = rgb.shape[:2]
    levels = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            block = rgb[row * height // ROWS : (row + 1) * height // ROWS,
                        column * width // COLUMNS : (column + 1) * width // COLUMNS]
            levels += ["%02x" % round(block[..., c].mean()) for c in range(3)]
    return f"{webp.name} {width} {height} {''.join(levels)}"


small = base.resize((96, 72), Image.LANCZOS)
for method in range(7):
    for quality in (5, 30, 50, 75, 90, 100):
        cwebp(f"m{method}-q{quality}.webp", small, "-m", str(method), "-q", str(quality))
for width in (12, 13, 15, 16, 17, 31, 33, 47, 333, 1000):
    cwebp(f"width{width}.webp", base.resize((width, max(9, width * 3 // 4)), Image.BICUBIC), "-q", "50")
cwebp("size4000x3000.webp", base.resize((4000, 3000), Image.BICUBIC), "-q", "5", "-m", "6")
cwebp("size400x4000.webp", base.resize((400, 4000), Image.BICUBIC), "-q", "5", "-m", "0")
filters = {
    "simple-filter": ["-f", "60", "-nostrong"],
    "strong-filter": ["-f", "100", "-strong"],
    "no-filter": ["-f", "0"],
    "sharp-filter": ["-f", "80", "-sharpness", "7"],
    "one-segment": ["-segments", "1"],
    "noise-shaping": ["-sns", "100"],
    "partitions": ["-low_memory", "-m", "3"],
    "jpeg-like": ["-jpeg_like"],
    "lossless": ["-lossless"],
    "near-lossless": ["-near_lossless", "40"],
}
for name, options in filters.items():
    cwebp(f"{name}.webp", small, "-q", "60", *options)
pixels = numpy.asarray(small.convert("RGBA")).copy()
y, x = numpy.mgrid[0:72, 0:96]
pixels[..., 3] = (x * 7 + y * 3) % 256 * (x > 16)
transparent = Image.fromarray(pixels)
for compressed in (0, 1):
    for prediction in ("none", "fast", "best"):
        for quality in (100, 50):
            cwebp(f"alpha{compressed}-{prediction}-q{quality}.webp", transparent, "-alpha_method",
                  str(compressed), "-alpha_filter", prediction, "-alpha_q", str(quality))
turned = [small, small.rotate(180)]
for name, options in {"lossy": {"quality": 75}, "lossless": {"lossless": True}, "mixed": {"allow_mixed": True}}.items():
    turned[0].save(here / f"animated-{name}.webp", save_all=True, append_images=turned[1:], **options)
transparent.save(here / "animated-alpha.webp", save_all=True, append_images=[transparent.rotate(180)], quality=60)
# Newer libwebp writes transparent black as an index beyond the table of colours.
for colours in (2, 3, 5, 16, 17, 18, 19, 72, 200, 256):
    index = (x // 2 + 3 * (y // 2)) % colours
    table = numpy.random.default_rng(colours).integers(1, 256, (colours, 4), dtype=numpy.uint8)
    table[:, 3] = 255
    table[0] = 0
    picture = Image.fromarray(table[index])
    picture.save(here / f"table{colours}.webp", lossless=True, quality=100, method=6)
for levels in (2, 18, 100):
    pixels[..., 3] = x * levels // 96 * 255 // levels
    Image.fromarray(pixels).save(here / f"table-of-{levels}-levels.webp", quality=60, method=6)
(here / "golden.txt").write_text("\n".join(golden(w) for w in sorted(here.glob("*.webp"))) + "\n")
