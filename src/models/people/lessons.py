"""The lessons: pictures for the student with the teacher's boxes on them.

Beside the clip's own frames the teacher labels pictures made from them: people cut out and put elsewhere, and frames
turned, moved and scaled. It is asked anew on each, so its labels are what it really says of that picture.
"""

import cv2
import numpy as np

INPUT = (384, 288)
FLOOR = 0.15     # boxes below this score teach nothing


class Cutouts:
    """People cut out of the frames, by their difference from the empty scene."""

    def __init__(self, frames, boxes):
        self.scene = np.median(np.stack(frames[::12]), axis=0).astype(np.uint8)
        self.cuts = []
        for frame, found in zip(frames[::2], boxes[::2]):
            for x1, y1, x2, y2, score in found:
                if score >= 0.6 and x1 > 6 and y1 > 6 and x2 < frame.shape[1] - 6 and y2 < frame.shape[0] - 6:
                    self._cut(frame, x1, y1, x2, y2)

    def _cut(self, frame, x1, y1, x2, y2):
        pad = 6
        top, bottom, left, right = int(y1) - pad, int(y2) + pad, int(x1) - pad, int(x2) + pad
        top, left = max(top, 0), max(left, 0)
        picture = frame[top:bottom, left:right]
        change = cv2.absdiff(picture, self.scene[top:bottom, left:right]).max(axis=2)
        mask = cv2.morphologyEx((change > 26).astype(np.float32), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
        if 0.25 < mask.mean() < 0.9:
            self.cuts.append((picture.copy(), cv2.GaussianBlur(mask, (3, 3), 0), top))

    def paste(self, frame, random):
        """A copy of the frame with some people put into it."""
        result = frame.astype(np.float32)
        for _ in range(random.integers(1, 8)):
            picture, mask, top = self.cuts[random.integers(len(self.cuts))]
            scale = random.uniform(0.85, 1.15)
            size = (max(8, int(picture.shape[1] * scale)), max(8, int(picture.shape[0] * scale)))
            picture, mask = cv2.resize(picture, size), cv2.resize(mask, size)[:, :, None]
            if random.random() < 0.5:
                picture, mask = picture[:, ::-1], mask[:, ::-1]
            tint = random.uniform(0.7, 1.3) * random.uniform(0.85, 1.15, 3)
            y = int(np.clip(top + random.normal(0, 30), 0, frame.shape[0] - size[1]))
            x = int(random.integers(0, frame.shape[1] - size[0]))
            place = result[y:y + size[1], x:x + size[0]]
            place += mask * (np.clip(picture * tint, 0, 255) - place)
        return result.astype(np.uint8)


def moved(frame, random):
    """The frame mirrored or not, scaled, turned a little and moved."""
    height, width = frame.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-3, 3), random.uniform(0.85, 1.25))
    matrix[:, 2] += random.uniform(-40, 40, 2)
    if random.random() < 0.5:
        frame = frame[:, ::-1]
    return cv2.warpAffine(frame, matrix, (width, height), borderMode=cv2.BORDER_REFLECT_101)


class Lessons:
    """Pictures [n, 288, 384, 3] as the student sees them, and for each the teacher's boxes as shares of the picture."""

    def __init__(self):
        self.pictures, self.boxes = [], []

    def __len__(self):
        return len(self.pictures)

    def add(self, picture, teacher):
        """Asks the teacher about the picture and keeps both. Result: the boxes in pixels."""
        found = teacher.find(picture, FLOOR)
        share = found.copy()
        share[:, [0, 2]] /= picture.shape[1]
        share[:, [1, 3]] /= picture.shape[0]
        self.pictures.append(cv2.resize(picture, INPUT, interpolation=cv2.INTER_LINEAR))
        self.boxes.append(share)
        return found


def made(frames, boxes, teacher, pasted, turned, random, step):
    """Lessons made from frames; calls step after each."""
    lessons = Lessons()
    cutouts = Cutouts(frames, boxes)
    for i in range(pasted + turned):
        frame = frames[random.integers(len(frames))]
        if i < pasted:
            base = cutouts.scene if random.random() < 0.2 else frame
            picture = cutouts.paste(base, random)
        else:
            picture = moved(cutouts.paste(frame, random) if random.random() < 0.3 else frame, random)
        lessons.add(picture, teacher)
        step()
    return lessons
