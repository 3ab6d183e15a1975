#!/usr/bin/python3
"""Trains the model `people` from a clip and a teacher, and writes it with its model.yaml.

The teacher labels frames 0-499; frames 500-539 choose the score's zero point; frames 540 and on are judged and seen
by nothing else. Needs the Debian packages python3-torch, python3-onnx and python3-opencv.
"""

import argparse
import copy
import hashlib
import os
import sys
import time
import warnings

import cv2
import numpy as np
import torch

import boxes as bx
import judge
import lessons as ls
import net as student
import targets
import teacher as tc

TRAINED, CHOSEN = range(0, 500), range(500, 540)
BATCH = 16
WORKING_SCORE = 0.4      # the minScore at which precision and recall are to balance


class Progress:
    """One line that says how far a job is and when it will be done."""

    def __init__(self, job, total):
        self.job, self.total, self.done = job, total, 0
        self.started = self.said = time.monotonic()

    def step(self, note=""):
        self.done += 1
        now = time.monotonic()
        if now - self.said < 5 and self.done < self.total:
            return
        self.said = now
        left = (now - self.started) / self.done * (self.total - self.done)
        print(f"{self.job}: {self.done}/{self.total}, {note}{now - self.started:.0f} s, {left:.0f} s left", flush=True)


def label(clip, teacher):
    """The clip's training frames, their lessons, and the teacher's boxes in pixels of every frame."""
    frames, lessons, boxes = [], ls.Lessons(), []
    chosen = ls.Lessons()
    progress = Progress("teacher on the clip", 795)
    for number, frame in enumerate(tc.frames(clip)):
        if number in TRAINED:
            frames.append(frame)
            boxes.append(lessons.add(frame, teacher))
        elif number in CHOSEN:
            boxes.append(chosen.add(frame, teacher))
        else:
            boxes.append(teacher.find(frame, tc.JUDGE_SCORE))
        progress.step()
    return frames, lessons, chosen, boxes


def write_teacher(boxes, out):
    """The teacher's counts of every frame, and its boxes of the judged ones."""
    made = ["By src/models/people/train.py: FastestDet on routes/people/crossing.mp4 as committed,",
            f"label person, score >= {tc.JUDGE_SCORE}, NMS {tc.MAX_IOU}."]
    sure = [found[found[:, 4] >= tc.JUDGE_SCORE] for found in boxes]
    with open(os.path.join(out, "teacher-counts.csv"), "w", encoding="ascii") as file:
        file.writelines(f"# {line}\n" for line in made)
        file.write("frame,persons\n")
        file.writelines(f"{i},{len(found)}\n" for i, found in enumerate(sure))
    judged = {i: found for i, found in enumerate(sure) if i >= judge.FIRST_JUDGED}
    bx.write_csv(os.path.join(out, "teacher-boxes.csv"), judged, made + ["Pixels of the original frame, 768 x 576."])


def batch(pictures, random):
    """Pictures as the net's input, each in another light and with other noise."""
    x = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float().div_(255)
    n = len(pictures)
    gain = torch.from_numpy(random.uniform(0.85, 1.15, (n, 1, 1, 1)) * random.uniform(0.94, 1.06, (n, 3, 1, 1)))
    shift = torch.from_numpy(random.uniform(-0.04, 0.04, (n, 1, 1, 1)))
    x = (x * gain.float() + shift.float()).clamp_(0, 1)
    x += torch.randn(x.shape) * float(random.uniform(0, 0.012))
    return x.contiguous(memory_format=torch.channels_last)


def train(own, made, epochs, random):
    """The net's averaged weights after all epochs; each sees every own frame once and as many made pictures."""
    pictures = own.pictures + made.pictures
    planes = torch.from_numpy(np.stack([targets.target(boxes) for boxes in own.boxes + made.boxes]))
    net = student.PeopleNet().to(memory_format=torch.channels_last).train()
    mean = copy.deepcopy(net).eval()
    steps = epochs * (2 * len(own) // BATCH)
    optimizer = torch.optim.AdamW(net.parameters(), lr=4e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps, pct_start=0.08)
    progress, loss_mean, step = Progress("training", steps), 0.0, 0
    for _ in range(epochs):
        order = np.concatenate([np.arange(len(own)),
                                len(own) + random.choice(len(made), len(own), replace=False)])
        random.shuffle(order)
        for start in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[start:start + BATCH]
            heat, box = net.logits(batch([pictures[i] for i in rows], random))
            plane = planes[rows]
            loss = targets.heat_loss(heat[:, 0], plane) + targets.box_loss(box, plane)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            step += 1
            average(mean, net, min(0.998, step / (step + 20)))
            loss_mean += (loss.item() - loss_mean) / min(step, 50)
            progress.step(f"loss {loss_mean:.3f}, ")
    return mean


@torch.no_grad()
def average(mean, net, keep):
    """Moves the mean's weights and batch statistics towards the net's."""
    for old, new in zip(mean.state_dict().values(), net.state_dict().values()):
        if old.dtype.is_floating_point:
            old.lerp_(new, 1 - keep)
        else:
            old.copy_(new)


@torch.no_grad()
def zero_point(net, chosen):
    """Moves the heat's bias so that as many boxes pass the working score as the teacher has, on the chosen frames."""
    found, wanted = [], 0
    for picture, boxes in zip(chosen.pictures, chosen.boxes):
        heat, offset, size = (t[0].numpy() for t in net(torch.from_numpy(judge.tensor(picture))))
        found.extend(judge.decode(heat, offset, size, 0.05, 1, 1)[:, 4])
        wanted += int((boxes[:, 4] >= tc.JUDGE_SCORE).sum())
    at = sorted(found, reverse=True)[wanted]
    moved = np.log(WORKING_SCORE / (1 - WORKING_SCORE)) - np.log(at / (1 - at))
    net.heat[-1].bias += float(moved)
    print(f"score {at:.3f} is now {WORKING_SCORE}: the count of frames {CHOSEN.start}-{CHOSEN.stop - 1} is the teacher's")


def write_manifest(out, onnx):
    with open(onnx, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "model.yaml.in"), encoding="utf-8") as file:
        text = file.read().replace("@sha256@", digest)
    with open(os.path.join(out, "model.yaml"), "w", encoding="utf-8") as file:
        file.write(text)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--teacher", required=True, metavar="PATH", help="fastestdet.onnx")
    options.add_argument("--clip", default=os.path.join(judge.ROUTE, "crossing.mp4"), metavar="PATH")
    options.add_argument("--out", required=True, metavar="DIR",
                         help="where people.onnx, model.yaml and the teacher's CSV files go")
    options.add_argument("--epochs", type=int, default=12)
    options.add_argument("--pasted", type=int, default=1800, help="pictures with people put elsewhere")
    options.add_argument("--turned", type=int, default=400, help="frames turned, moved and scaled")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--teacher-only", action="store_true", help="write the teacher's CSV files and stop")
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    cv2.setNumThreads(chosen.threads)
    torch.manual_seed(chosen.seed)
    random = np.random.default_rng(chosen.seed)
    os.makedirs(chosen.out, exist_ok=True)
    try:
        teacher = tc.Teacher(chosen.teacher)
        frames, own, tuning, boxes = label(chosen.clip, teacher)
    except FileNotFoundError as missing:
        sys.exit(f"train.py: {missing}")
    write_teacher(boxes, chosen.out)
    if chosen.teacher_only:
        return
    progress = Progress("teacher on made pictures", chosen.pasted + chosen.turned)
    made = ls.made(frames, boxes[:len(frames)], teacher, chosen.pasted, chosen.turned, random, progress.step)
    net = train(own, made, chosen.epochs, random).to(memory_format=torch.contiguous_format)
    zero_point(net, tuning)
    onnx = os.path.join(chosen.out, "people.onnx")
    warnings.filterwarnings("ignore", message="The shape inference of prim::Constant")
    student.export(net, onnx)
    write_manifest(chosen.out, onnx)
    print(f"wrote {onnx}, {os.path.getsize(onnx)} bytes; judge it with judge.py --model {onnx}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\ntrain.py: stopped; no model was written", file=sys.stderr)
        sys.exit(130)
