package io.headwater.bench;

import ai.onnxruntime.OrtSession;

/** The loop that everybody writes first: decode, resize, infer, read the head, next frame; one thread. */
final class SerialLoop implements Rival {
    public static void main(String[] args) {
        RivalCommand.main(new SerialLoop(), args);
    }

    @Override
    public String title() {
        return "serial loop";
    }

    @Override
    public Result run(Task task) throws Exception {
        Answers answers = task.answers();
        try (ClipReader clip = new ClipReader(task.clip());
                OrtSession session = Detector.open(task.modelFile());
                Detector detector = new Detector(session, task.model().head());
                Picture picture = new Picture(clip.width(), clip.height())) {
            for (int pass = 0; pass < task.passes(); pass++) {
                while (clip.next(picture)) {
                    int persons = detector.find(picture.mat()).count(Head.PERSON);
                    answers.answered(System.nanoTime() - picture.decoded(), persons);
                }
                clip.rewind();
            }
            return answers.result(title(), task.model());
        }
    }
}
