"""The student: a centre-point net with one heat map, made for a fixed camera and a small box."""

import torch
from torch import nn

INPUT_WIDTH, INPUT_HEIGHT, STRIDE = 384, 288, 8
GRID_WIDTH, GRID_HEIGHT = INPUT_WIDTH // STRIDE, INPUT_HEIGHT // STRIDE


def conv(inputs, outputs, kernel=3, stride=1, groups=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
                         nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Block(nn.Module):
    """A wide depthwise filter and a pointwise one, beside the identity."""

    def __init__(self, channels, kernel=5):
        super().__init__()
        self.work = nn.Sequential(conv(channels, channels, kernel, groups=channels), conv(channels, channels, 1))

    def forward(self, x):
        return x + self.work(x)


class PeopleNet(nn.Module):
    """Scores, offsets and sizes of people at each cell of a 48 x 36 grid.

    Shape: image [n, 3, 288, 384], BGR, 0..1. Result: heat [n, 1, 36, 48] in 0..1; offset [n, 2, 36, 48], x and y of
    the centre in its cell, 0..1; size [n, 2, 36, 48], width and height as a share of the picture's.
    Source: "Objects as Points" (arXiv 1904.07850) for the head; separable filters for the body.
    """

    def __init__(self, near=48, far=80):
        super().__init__()
        self.stem = nn.Sequential(conv(3, 16, 3, 2), conv(16, 24, 3, 2), Block(24, 3))
        self.near = nn.Sequential(conv(24, near, 3, 2), Block(near), Block(near))
        self.far = nn.Sequential(conv(near, near, 5, 2, near), conv(near, far, 1), Block(far), Block(far), Block(far),
                                 Block(far))
        self.up = nn.Sequential(nn.Conv2d(far, near, 1, bias=False), nn.BatchNorm2d(near),
                                nn.Upsample(scale_factor=2, mode="nearest"))
        self.join = nn.Sequential(Block(near), Block(near))
        self.heat = nn.Sequential(conv(near, near, 1), nn.Conv2d(near, 1, 1))
        self.box = nn.Sequential(conv(near, near, 1), nn.Conv2d(near, 4, 1))
        nn.init.constant_(self.heat[-1].bias, -4.0)
        nn.init.constant_(self.box[-1].bias, 0.0)
        with torch.no_grad():
            self.box[-1].bias[2:] = -2.5

    def forward(self, image):
        heat, box = self.logits(image)
        return heat.sigmoid(), box[:, :2].sigmoid(), box[:, 2:].sigmoid()

    def logits(self, image):
        x = self.near(self.stem(image))
        x = self.join(x + self.up(self.far(x)))
        return self.heat(x), self.box(x)


def export(net, path):
    """Writes the net as ONNX: input image, outputs heat, offset, size; the batch is free."""
    names = ["heat", "offset", "size"]
    torch.onnx.export(net.eval(), torch.zeros(1, 3, INPUT_HEIGHT, INPUT_WIDTH), path, opset_version=13,
                      input_names=["image"], output_names=names,
                      dynamic_axes={name: {0: "batch"} for name in ["image", *names]})
