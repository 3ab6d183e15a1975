"""What the student's outputs should be for a picture, and what a wrong output costs."""

import numpy as np
import torch
from torch.nn import functional as F

from net import GRID_HEIGHT, GRID_WIDTH

SHARPNESS = 16.0     # how fast belief rises with the teacher's score around 0.5


def belief(score):
    """The teacher's score as the chance that it would call this a person: 0.5 at a score of 0.5."""
    return 1 / (1 + np.exp(-SHARPNESS * (score - 0.5)))


def target(boxes):
    """Planes [7, 36, 48]: belief at centres (-1 elsewhere), nearness to a centre, the box's x and y in cells, its
    width and height, its weight.

    Boxes [n, 5] are shares of the picture."""
    plane = np.zeros((7, GRID_HEIGHT, GRID_WIDTH), np.float32)
    plane[0] = -1
    rows, columns = np.mgrid[:GRID_HEIGHT, :GRID_WIDTH]
    for x1, y1, x2, y2, score in boxes[np.argsort(boxes[:, 4], kind="stable")]:
        w, h = x2 - x1, y2 - y1
        x, y = (x1 + x2) / 2 * GRID_WIDTH, (y1 + y2) / 2 * GRID_HEIGHT
        column, row = min(int(x), GRID_WIDTH - 1), min(int(y), GRID_HEIGHT - 1)
        trust = belief(score)
        spread_x, spread_y = max(0.5, 0.18 * w * GRID_WIDTH), max(0.6, 0.18 * h * GRID_HEIGHT)
        near = np.exp(-(columns - column) ** 2 / (2 * spread_x ** 2) - (rows - row) ** 2 / (2 * spread_y ** 2))
        plane[1] = np.maximum(plane[1], near if score >= 0.3 else 0)
        for r in range(max(row - 1, 0), min(row + 2, GRID_HEIGHT)):
            for c in range(max(column - 1, 0), min(column + 2, GRID_WIDTH)):
                weight = trust * (1.0 if (r, c) == (row, column) else 0.2)
                if weight >= plane[6, r, c]:
                    plane[2:, r, c] = x, y, w, h, weight
        plane[0, row, column] = trust
    return plane


def heat_loss(logit, plane):
    """Cross entropy at the centres; elsewhere the focal loss of "Objects as Points", forgiving near a centre."""
    trust, near = plane[:, 0], plane[:, 1]
    centre = trust >= 0
    at_centre = F.binary_cross_entropy_with_logits(logit[centre], trust[centre], reduction="sum")
    p = logit.sigmoid()
    elsewhere = ((1 - near) ** 4 * p ** 2 * F.softplus(logit))[~centre].sum()
    return (at_centre + elsewhere) / centre.sum()


def box_loss(raw, plane):
    """Generalised IoU, and the distance of offset and size, where a box is taught."""
    weight = plane[:, 6]
    taught = weight > 0.02
    _, rows, columns = torch.nonzero(taught, as_tuple=True)
    x, y, w, h = (plane[:, i][taught] for i in range(2, 6))
    raw = raw.permute(0, 2, 3, 1)[taught]
    offset, size = raw[:, :2].sigmoid(), raw[:, 2:].sigmoid()
    wanted = torch.stack([x - columns, y - rows], 1).clamp(0, 1)
    apart = (offset - wanted).abs().sum(1) + (size.log() - torch.stack([w, h], 1).log()).abs().sum(1)
    overlap = generalised_iou(torch.stack([(columns + offset[:, 0]) / GRID_WIDTH, (rows + offset[:, 1]) / GRID_HEIGHT,
                                           size[:, 0], size[:, 1]], 1),
                              torch.stack([x / GRID_WIDTH, y / GRID_HEIGHT, w, h], 1))
    return (weight[taught] * (1 - overlap + 0.3 * apart)).sum() / weight[taught].sum()


def generalised_iou(a, b):
    """Of boxes as centre and size, pair by pair."""
    a1, a2, b1, b2 = a[:, :2] - a[:, 2:] / 2, a[:, :2] + a[:, 2:] / 2, b[:, :2] - b[:, 2:] / 2, b[:, :2] + b[:, 2:] / 2
    inside = (torch.minimum(a2, b2) - torch.maximum(a1, b1)).clamp(min=0).prod(1)
    either = a[:, 2:].prod(1) + b[:, 2:].prod(1) - inside
    around = (torch.maximum(a2, b2) - torch.minimum(a1, b1)).prod(1)
    return inside / either - (around - either) / around
