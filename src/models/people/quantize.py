#!/usr/bin/python3
"""Makes a model of 8-bit weights and activations from people.onnx, by pictures of the clip it was trained on.

Static quantisation in ONNX's QDQ form: activations as uint8 with a zero point, weights as int8 for each output channel,
biases as int32. The last convolutions stay float32, so do the sigmoids: their scores are few and their steps matter.
Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference" (2018).
"""

import argparse
import hashlib
import os

import cv2
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

import judge

FIRST_JUDGED = judge.FIRST_JUDGED
PICTURES = 60          # of the frames that the net was trained on
BEYOND = 0.0001        # this share of the values of an activation may lie beyond its range


class Graph:
    """The net, one node after the other: what it gives for a picture, each value in between."""

    def __init__(self, model):
        self.nodes = list(model.graph.node)
        self.weights = {w.name: numpy_helper.to_array(w) for w in model.graph.initializer}

    def run(self, image):
        values = {"image": torch.from_numpy(image)}
        for node in self.nodes:
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            given = [values[name] for name in node.input if name in values]
            if node.op_type == "Conv":
                weight, bias = (torch.from_numpy(self.weights[name].copy()) for name in node.input[1:3])
                out = torch.nn.functional.conv2d(given[0], weight, bias, attributes["strides"], attributes["pads"][:2],
                                                 groups=attributes["group"])
            elif node.op_type == "Relu":
                out = given[0].relu()
            elif node.op_type == "Add":
                out = given[0] + given[1]
            elif node.op_type == "Resize":
                out = torch.nn.functional.interpolate(given[0], scale_factor=2, mode="nearest")
            elif node.op_type in ("Constant", "Slice", "Sigmoid"):
                continue
            else:
                raise SystemExit(f"quantize.py: no way to run {node.op_type}")
            values[node.output[0]] = out
        return values


def pictures(clip, number):
    """Inputs of the net, evenly from the frames it was trained on."""
    video = cv2.VideoCapture(clip)
    for index in range(FIRST_JUDGED):
        ok, picture = video.read()
        if not ok:
            raise SystemExit(f"quantize.py: {clip} ends at frame {index}")
        if index % (FIRST_JUDGED // number) == 0:
            yield judge.tensor(picture)


def ranges(graph, clip):
    """Least and greatest of each value, but for the few that lie beyond."""
    least, greatest = {}, {}
    with torch.no_grad():
        for image in pictures(clip, PICTURES):
            for name, value in graph.run(image).items():
                flat = np.sort(value.numpy().ravel())
                cut = int(len(flat) * BEYOND)
                least[name] = min(least.get(name, 0.0), float(flat[cut]))
                greatest[name] = max(greatest.get(name, 0.0), float(flat[len(flat) - 1 - cut]))
    return {name: (least[name], greatest[name]) for name in least}


class Writer:
    """The nodes and weights of the new graph."""

    def __init__(self, graph, bounds):
        self.graph, self.bounds = graph, bounds
        self.nodes, self.weights = [], []
        self.scales, self.known = {}, {}

    def constant(self, name, array):
        self.weights.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def quantized(self, name):
        """The value as its 8-bit form gives it."""
        if name not in self.known:
            low, high = self.bounds[name]
            scale = np.float32(max(high - low, 1e-6) / 255)
            zero = np.uint8(np.clip(round(-low / scale), 0, 255))
            self.scales[name] = scale
            parameters = [self.constant(name + "_scale", scale), self.constant(name + "_zero", zero)]
            self.nodes.append(helper.make_node("QuantizeLinear", [name, *parameters], [name + "_8"]))
            self.nodes.append(helper.make_node("DequantizeLinear", [name + "_8", *parameters], [name + "_q"]))
            self.known[name] = name + "_q"
        return self.known[name]

    def conv(self, node):
        taken = self.quantized(node.input[0])
        weight, bias = (self.graph.weights[name] for name in node.input[1:3])
        scale = np.maximum(np.abs(weight.reshape(len(weight), -1)).max(axis=1), 1e-9).astype(np.float32) / 127
        rounded = np.clip(np.round(weight / scale[:, None, None, None]), -127, 127).astype(np.int8)
        bias_scale = scale * self.scales[node.input[0]]
        rounded_bias = np.round(bias / bias_scale).astype(np.int64).clip(-2**31, 2**31 - 1).astype(np.int32)
        names = []
        for source, values, scales, zero in ((node.input[1], rounded, scale, np.zeros(len(weight), np.int8)),
                                             (node.input[2], rounded_bias, bias_scale.astype(np.float32), np.zeros(len(weight), np.int32))):
            parts = [self.constant(source + "_8", values), self.constant(source + "_scale", scales), self.constant(source + "_zero", zero)]
            self.nodes.append(helper.make_node("DequantizeLinear", parts, [source + "_q"], axis=0))
            names.append(source + "_q")
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        del copy.input[:]
        copy.input.extend([taken, *names])
        self.nodes.append(copy)

    def copy(self, node, quantize):
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        if quantize:
            names = [self.quantized(name) if name in self.bounds else name for name in node.input]
            del copy.input[:]
            copy.input.extend(names)
        self.nodes.append(copy)


def quantize(model, clip):
    graph = Graph(model)
    writer = Writer(graph, ranges(graph, clip))
    readers = {}
    for node in graph.nodes:
        for name in node.input:
            readers.setdefault(name, []).append(node.op_type)
    for node in graph.nodes:
        ends = node.op_type == "Conv" and not set(readers.get(node.output[0], [])) - {"Sigmoid", "Slice"}
        if node.op_type == "Conv" and not ends:
            writer.conv(node)
        else:
            writer.copy(node, node.op_type in ("Add", "Resize"))
            if ends:
                writer.weights.extend(w for w in model.graph.initializer if w.name in node.input)
    kept = [w for w in model.graph.initializer if any(w.name in n.input for n in writer.nodes)]
    names = {w.name for w in writer.weights}
    made = helper.make_graph(writer.nodes, "people-int8", list(model.graph.input), list(model.graph.output),
                             writer.weights + [w for w in kept if w.name not in names])
    quantized = helper.make_model(made, opset_imports=model.opset_import, producer_name="headwater quantize.py")
    quantized.ir_version = model.ir_version
    onnx.checker.check_model(quantized)
    return quantized


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", default=os.path.join(judge.ROUTE, "models/people/1.0.0/people.onnx"))
    options.add_argument("--clip", default=os.path.join(judge.ROUTE, "crossing.mp4"))
    options.add_argument("--out", required=True, help="folder with models: people-int8/1.0.0 is written there")
    chosen = options.parse_args()
    folder = os.path.join(chosen.out, "people-int8/1.0.0")
    os.makedirs(folder, exist_ok=True)
    content = quantize(onnx.load(chosen.model), chosen.clip).SerializeToString()
    with open(os.path.join(folder, "people-int8.onnx"), "wb") as file:
        file.write(content)
    with open(os.path.join(judge.HERE, "model.yaml.in"), encoding="utf-8") as file:
        manifest = file.read()
    digest = hashlib.sha256(content).hexdigest()
    print(f"{folder}: {len(content)} bytes, sha256 {digest}")
    with open(os.path.join(folder, "model.yaml"), "w", encoding="utf-8") as file:
        file.write(manifest.replace("name: people", "name: people-int8", 1).replace("file: people.onnx", "file: people-int8.onnx").replace("@sha256@", digest))


if __name__ == "__main__":
    main()
