"""The teacher, FastestDet, and the frames it is shown."""

import os

import cv2
import numpy as np

import boxes as bx

SIDE = 352       # width and height of its input
PERSON = 0       # of the COCO labels
JUDGE_SCORE = 0.5
MAX_IOU = 0.45


class Teacher:
    """Finds people in a BGR picture of any size; boxes in that picture's pixels.

    Source: the head as FastestDet's own example reads it: score = objectness^0.6 * class^0.4, the best class of a cell.
    """

    def __init__(self, path):
        if not os.path.isfile(path):
            raise FileNotFoundError(
                f"no teacher at {path}: it is example/onnx-runtime/FastestDet.onnx of github.com/dog-qiuqiu/FastestDet")
        self.net = cv2.dnn.readNetFromONNX(path)

    def find(self, picture, min_score):
        """Boxes with a score of min_score or more, best first: array [n, 5] of x1, y1, x2, y2, score."""
        self.net.setInput(cv2.dnn.blobFromImage(picture, 1 / 255, (SIDE, SIDE)))
        cells = self.net.forward()[0]
        height, width = cells.shape[1:]
        score = cells[0] ** 0.6 * cells[5:].max(axis=0) ** 0.4
        at_y, at_x = np.nonzero((cells[5:].argmax(axis=0) == PERSON) & (score >= min_score))
        if len(at_x) == 0:
            return np.zeros((0, 5))
        centre_x = (at_x + np.tanh(cells[1, at_y, at_x])) / width
        centre_y = (at_y + np.tanh(cells[2, at_y, at_x])) / height
        half_w = sigmoid(cells[3, at_y, at_x]) / 2
        half_h = sigmoid(cells[4, at_y, at_x]) / 2
        found = np.stack([centre_x - half_w, centre_y - half_h, centre_x + half_w, centre_y + half_h,
                          score[at_y, at_x]], axis=1)
        found[:, [0, 2]] = np.clip(found[:, [0, 2]], 0, 1) * picture.shape[1]
        found[:, [1, 3]] = np.clip(found[:, [1, 3]], 0, 1) * picture.shape[0]
        return bx.suppress(found, MAX_IOU)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def frames(clip):
    """The clip's frames in order, BGR."""
    capture = cv2.VideoCapture(clip)
    if not capture.isOpened():
        raise FileNotFoundError(f"cannot open the clip {clip}")
    try:
        while True:
            more, frame = capture.read()
            if not more:
                return
            yield frame
    finally:
        capture.release()
