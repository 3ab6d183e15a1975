"""Boxes: rows of x1, y1, x2, y2, score; their overlap, their matching, their CSV file."""

import csv

import numpy as np


def iou(a, b):
    """Overlap of every box in a with every box in b: array [len(a), len(b)] in 0..1."""
    left_top = np.maximum(a[:, None, :2], b[None, :, :2])
    right_bottom = np.minimum(a[:, None, 2:4], b[None, :, 2:4])
    inside = np.prod(np.clip(right_bottom - left_top, 0, None), axis=2)
    area_a = np.prod(a[:, 2:4] - a[:, :2], axis=1)
    area_b = np.prod(b[:, 2:4] - b[:, :2], axis=1)
    return inside / np.maximum(area_a[:, None] + area_b[None, :] - inside, 1e-9)


def suppress(boxes, max_iou):
    """Greedy non-maximum suppression: best score first, boxes that overlap a kept one by more than max_iou go."""
    boxes = boxes[np.argsort(-boxes[:, 4], kind="stable")]
    kept = []
    overlap = iou(boxes, boxes)
    for i in range(len(boxes)):
        if all(overlap[i, k] <= max_iou for k in kept):
            kept.append(i)
    return boxes[kept]


def matches(found, truth, min_iou=0.5):
    """Greedy matching, best score first, each truth box used once. Result: how many of found are right."""
    if len(found) == 0 or len(truth) == 0:
        return 0
    overlap = iou(found[np.argsort(-found[:, 4], kind="stable")], truth)
    right = 0
    for row in overlap:
        best = int(np.argmax(row))
        if row[best] >= min_iou:
            right += 1
            overlap[:, best] = -1
    return right


def write_csv(path, by_frame, comment):
    """Writes boxes of each frame, pixels of the original frame, below a comment."""
    with open(path, "w", newline="") as out:
        for line in comment:
            out.write(f"# {line}\n")
        out.write("frame,x1,y1,x2,y2,score\n")
        for frame in sorted(by_frame):
            for x1, y1, x2, y2, score in by_frame[frame]:
                out.write(f"{frame},{x1:.1f},{y1:.1f},{x2:.1f},{y2:.1f},{score:.4f}\n")


def read_csv(path):
    """Reads what write_csv wrote: frame number -> array [n, 5]. Frames without a box are absent."""
    rows = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            box = [float(row[name]) for name in ("x1", "y1", "x2", "y2", "score")]
            rows.setdefault(int(row["frame"]), []).append(box)
    return {frame: np.array(boxes, dtype=np.float64) for frame, boxes in rows.items()}


def read_counts(path):
    """The persons of each frame, in order, from a CSV file of frame,persons."""
    with open(path, newline="") as file:
        return [int(row["persons"]) for row in csv.DictReader(line for line in file if not line.startswith("#"))]
