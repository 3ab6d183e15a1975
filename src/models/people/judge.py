#!/usr/bin/python3
"""Judges people.onnx against the teacher's boxes on the frames it was not trained on.

The teacher's boxes are those committed beside this script, so the teacher itself is not needed. A found box is right
when it overlaps a teacher's box of the same frame by IoU >= 0.5; each teacher's box counts once, best score first.
"""

import argparse
import os
import sys

import cv2
import numpy as np

import boxes as bx
import teacher as tc

HERE = os.path.dirname(os.path.abspath(__file__))
ROUTE = os.path.normpath(os.path.join(HERE, "../../../routes/people"))
FIRST_JUDGED = 540    # the last 255 of 795 frames
MAX_IOU = 0.45


def tensor(picture, width=384, height=288):
    """The net's input for a BGR picture: stretched, 0..1, array [1, 3, height, width]."""
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(small.transpose(2, 0, 1)[None], dtype=np.float32) / 255


def decode(heat, offset, size, min_score, width, height):
    """Boxes of one picture of width x height pixels: array [n, 5]; heat [1, h, w], offset and size [2, h, w]."""
    score = heat[0]
    peak = cv2.dilate(score, np.ones((3, 3), np.uint8)) == score
    y, x = np.nonzero(peak & (score >= min_score))
    centre_x = (x + offset[0, y, x]) / score.shape[1]
    centre_y = (y + offset[1, y, x]) / score.shape[0]
    half_w, half_h = size[0, y, x] / 2, size[1, y, x] / 2
    found = np.stack([centre_x - half_w, centre_y - half_h, centre_x + half_w, centre_y + half_h, score[y, x]], axis=1)
    found[:, [0, 2]] = np.clip(found[:, [0, 2]], 0, 1) * width
    found[:, [1, 3]] = np.clip(found[:, [1, 3]], 0, 1) * height
    return bx.suppress(found.astype(np.float64), MAX_IOU)


class Figures:
    """Precision and recall over frames, and boxes a frame of both sides."""

    def __init__(self):
        self.frames = self.right = self.found = self.truth = 0

    def add(self, found, truth):
        self.frames += 1
        self.right += bx.matches(found, truth)
        self.found += len(found)
        self.truth += len(truth)

    @property
    def precision(self):
        return self.right / max(self.found, 1)

    @property
    def recall(self):
        return self.right / max(self.truth, 1)

    @property
    def f1(self):
        return 2 * self.right / max(self.found + self.truth, 1)

    def __str__(self):
        return (f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}; people a frame "
                f"{self.found / self.frames:.2f}, teacher {self.truth / self.frames:.2f} ({self.frames} frames)")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", default=os.path.join(ROUTE, "models/people/1.0.0/people.onnx"))
    options.add_argument("--clip", default=os.path.join(ROUTE, "crossing.mp4"))
    options.add_argument("--boxes", default=os.path.join(HERE, "teacher-boxes.csv"), help="the teacher's boxes")
    options.add_argument("--counts", default=os.path.join(ROUTE, "teacher-counts.csv"),
                         help="the teacher's persons in each frame")
    options.add_argument("--min-score", type=float, default=0.4)
    options.add_argument("--sweep", action="store_true", help="print the figures at other scores too")
    chosen = options.parse_args()
    for path in (chosen.model, chosen.clip, chosen.boxes, chosen.counts):
        if not os.path.isfile(path):
            sys.exit(f"judge.py: no file {path}")
    counted = bx.read_counts(chosen.counts)
    truth = bx.read_csv(chosen.boxes)
    net = cv2.dnn.readNetFromONNX(chosen.model)
    scores = sorted({chosen.min_score, *([s / 20 for s in range(4, 15)] if chosen.sweep else [])})
    figures = {score: Figures() for score in scores}
    people = 0
    none = np.zeros((0, 5))
    number = -1
    for number, frame in enumerate(tc.frames(chosen.clip)):
        net.setInput(tensor(frame))
        heat, offset, size = (out[0] for out in net.forward(["heat", "offset", "size"]))
        found = decode(heat, offset, size, scores[0], frame.shape[1], frame.shape[0])
        people += int((found[:, 4] >= chosen.min_score).sum())
        if number >= FIRST_JUDGED:
            for score in scores:
                figures[score].add(found[found[:, 4] >= score], truth.get(number, none))
    if number + 1 != len(counted):
        sys.exit(f"judge.py: the clip has {number + 1} frames, {chosen.counts} has {len(counted)}")
    for score in scores:
        print(f"frames {FIRST_JUDGED}-{number}, score >= {score:.2f}: {figures[score]}")
    ours, teachers = people / (number + 1), sum(counted) / len(counted)
    print(f"whole clip, score >= {chosen.min_score:.2f}: people a frame {ours:.2f}, teacher {teachers:.2f} "
          f"({100 * (ours / teachers - 1):+.1f} %)")


if __name__ == "__main__":
    try:
        main()
    except FileNotFoundError as missing:
        sys.exit(f"judge.py: {missing}")
    except KeyboardInterrupt:
        sys.exit(130)
