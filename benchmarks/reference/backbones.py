"""A backbone run by PyTorch: the nodes of the same .onnx file, executed one by one with torch functions.

    backbones.py maps  MODEL.onnx PIXELS.npy LAYERS DIRECTORY
    backbones.py speed MODEL.onnx PIXELS.npy LAYERS PASSES MEASUREMENTS

PIXELS are preprocessed, NHWC; LAYERS are names joined by commas. `maps` writes DIRECTORY/LAYER.f32,
little-endian floats, NHWC. `speed` runs PIXELS as one batch, PASSES times per measurement, and prints
a line of JSON with the seconds of every measurement.
"""

import json
import sys
import time

import numpy as np
import onnx
import onnx.helper
import onnx.numpy_helper
import torch
import torch.nn.functional as F

THREADS = 2
WARM_UP = 2


def symmetric(node, attributes):
    pads = attributes.get("pads", [0, 0, 0, 0])
    if "auto_pad" in attributes or pads[:2] != pads[2:]:
        sys.exit(f"backbones.py: node {node.output[0]} pads its sides differently")
    return pads[:2]


def convolve(node, attributes, image, weight, bias=None):
    return F.conv2d(
        image,
        weight,
        bias,
        stride=attributes.get("strides", [1, 1]),
        padding=symmetric(node, attributes),
        dilation=attributes.get("dilations", [1, 1]),
        groups=attributes.get("group", 1),
    )


def max_pool(node, attributes, image):
    return F.max_pool2d(
        image,
        attributes["kernel_shape"],
        stride=attributes.get("strides", [1, 1]),
        padding=symmetric(node, attributes),
        dilation=attributes.get("dilations", [1, 1]),
        ceil_mode=bool(attributes.get("ceil_mode", 0)),
    )


OPERATIONS = {
    "Conv": convolve,
    "MaxPool": max_pool,
    "Relu": lambda node, attributes, image: F.relu(image),
    "Concat": lambda node, attributes, *images: torch.cat(images, dim=attributes["axis"]),
}


class Network:
    def __init__(self, path, layers):
        graph = onnx.load(path).graph
        self.layers = layers
        self.weights = {
            tensor.name: torch.from_numpy(onnx.numpy_helper.to_array(tensor).copy())
            for tensor in graph.initializer
        }
        self.input = next(i.name for i in graph.input if i.name not in self.weights)
        wanted = set(layers)
        self.steps = []
        for node in reversed(graph.node):
            if not wanted.isdisjoint(node.output):
                if node.op_type not in OPERATIONS:
                    sys.exit(f"backbones.py: no operation {node.op_type} of {node.output[0]}")
                wanted.update(node.input)
                attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
                self.steps.insert(0, (node, attributes))
        missing = wanted - self.weights.keys() - {self.input}
        missing -= {name for node, _ in self.steps for name in node.output}
        if missing:
            sys.exit(f"backbones.py: {path} has no {', '.join(sorted(missing))}")
        # A map is freed after its last reader, as Winnow does.
        self.last_reader = {name: i for i, (node, _) in enumerate(self.steps) for name in node.input}

    @torch.inference_mode()
    def forward(self, images):
        """The layers' maps of NCHW images."""
        values = {self.input: images, **self.weights}
        for i, (node, attributes) in enumerate(self.steps):
            inputs = [values[name] for name in node.input]
            values[node.output[0]] = OPERATIONS[node.op_type](node, attributes, *inputs)
            for name in node.input:
                if self.last_reader[name] == i and name not in self.layers:
                    values.pop(name, None)
        return [values[layer] for layer in self.layers]


def write_maps(network, images, directory):
    # A picture at a time: memory stays small whatever their number.
    rows = [network.forward(images[i : i + 1]) for i in range(len(images))]
    for layer, maps in zip(network.layers, zip(*rows)):
        torch.cat(maps).permute(0, 2, 3, 1).numpy().astype("<f4").tofile(f"{directory}/{layer}.f32")


def measure(network, images, passes, measurements):
    seconds = []
    for _ in range(WARM_UP + measurements):
        start = time.perf_counter()
        for _ in range(passes):
            network.forward(images)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"torch": torch.__version__, "seconds": seconds[WARM_UP:]}))


def main():
    task, model, pixels, layers, *rest = sys.argv[1:]
    torch.set_num_threads(THREADS)
    network = Network(model, layers.split(","))
    images = torch.from_numpy(np.load(pixels)).permute(0, 3, 1, 2).contiguous()
    if task == "maps":
        write_maps(network, images, rest[0])
    elif task == "speed":
        measure(network, images, int(rest[0]), int(rest[1]))
    else:
        sys.exit(f"backbones.py: unknown task {task}")


if __name__ == "__main__":
    main()
