"""Writes the tiny models of the tests into resources/; needs python3-onnx. Run it where it lies."""

import onnx
from onnx import TensorProto, helper

FLOAT = TensorProto.FLOAT


def write(name, inputs, outputs, nodes, initializers=()):
    graph = helper.make_graph(nodes, name, inputs, outputs, list(initializers))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7, producer_name="")
    onnx.checker.check_model(model)
    onnx.save(model, f"resources/{name}.onnx")


def tensor(name, shape, kind=FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


# the mean of each channel, as [1, 3]
write("means", [tensor("image", ["batch", 3, 4, 6])], [tensor("means", ["batch", 3])],
      [helper.make_node("GlobalAveragePool", ["image"], ["pooled"]), helper.make_node("Flatten", ["pooled"], ["means"])])

# where the input is not 0, as [1, 4, n]: n follows from the picture
write("places", [tensor("image", [1, 3, 4, 6])], [tensor("places", [1, 4, "n"]), tensor("indices", [4, "n"], TensorProto.INT64)],
      [helper.make_node("NonZero", ["image"], ["indices"]), helper.make_node("Cast", ["indices"], ["floats"], to=FLOAT),
       helper.make_node("Unsqueeze", ["floats", "axes"], ["places"])],
      [helper.make_tensor("axes", TensorProto.INT64, [1], [0])])

# bytes in, bytes as floats out
write("bytes", [tensor("image", [1, 4, 6, 3], TensorProto.UINT8)], [tensor("floats", [1, 4, 6, 3])],
      [helper.make_node("Cast", ["image"], ["floats"], to=FLOAT)])
