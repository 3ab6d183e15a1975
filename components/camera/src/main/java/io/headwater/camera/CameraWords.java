package io.headwater.camera;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Host;
import io.headwater.exchange.SourceStage;
import io.headwater.exchange.StepCheck.Options;
import io.headwater.flow.Backoff;
import io.headwater.flow.Fate;
import io.headwater.flow.Priority;

/** Tells what a camera does, by its options. */
record CameraWords(Options step, Location location) {
    Explanation explanation() {
        boolean live = location.isLive();
        boolean lossless = !live && step.text("pace").filter(Pace.FAST.name()::equalsIgnoreCase).isPresent();
        Explanation told = Explanation.of(reads(lossless));
        String frames = step.text("frames").orElse("0");
        if (!frames.equals("0")) {
            told = told.does("Ends after " + frames + " frames.");
        }
        if (live && location.kind() != Location.Kind.TEST) {
            told = told.does("When it is away it is tried again for ever, first after " + time("reconnectDelay") + ", then ever more slowly, up to "
                    + Backoff.LONGEST.toSeconds() + "s; so it is when no frame came for " + time("stallTimeout") + ".");
        }
        told = told.does(live ? "The time of a frame is when it came." : "The time of a frame is its place in the video, counted from "
                + step.text("start").orElse("the moment of the start") + ".");
        told = told.does("As many frames are worked on side by side as the box has processor cores; "
                + (lossless ? "as many more wait, and the video waits for them." : "one more waits, the newest; a frame is made of it when a core is free."));
        String priority = step.text("priority").orElse("");
        if (priority.equalsIgnoreCase(Priority.HIGH.name())) {
            told = told.does("Where there is too little processor time, it goes before cameras of a lower priority, to which it leaves an eleventh.");
        } else if (priority.equalsIgnoreCase(Priority.LOW.name())) {
            told = told.does("Where there is too little processor time, it gives way to cameras of a higher priority; a little is always left.");
        }
        if (step.isTrue("keyFramesOnly")) {
            told = told.does("Decodes key frames only.").loses(Fate.heldBack(Capture.NO_KEY_FRAME), "frames that are no key frames: how many are, the video or the camera's settings say");
        }
        if (!lossless) {
            told = told.loses(Fate.dropped(SourceStage.Settings.NEWEST_WINS.reason()), "frames that came while no worker was free; the newest waits")
                    .loses(Fate.dropped(Development.NO_MEMORY), "frames for which the memory for pictures has no room: all routes share "
                            + step.setting(Host.FRAMES_PROPERTY).map(Long::parseLong).map(Explanation::size).orElse(Explanation.size(Host.FRAMES_DEFAULT) + " unless told otherwise"));
        }
        return told.loses(Fate.dropped(SourceStage.STOPPED), "frames that wait at a stop, and are not through within " + CameraConsumer.ROUTE_PATIENCE.toSeconds() + " s")
                .loses(Fate.failed(Development.UNDECODABLE), "packets that make no picture")
                .keeps("how often it was started, in epochs/ of the state folder; no frame")
                .lost("frames that wait or are worked on" + (live ? "; what it would have seen until it is started again" : ""));
    }

    private String reads(boolean lossless) {
        String place = location.kind() == Location.Kind.FILE ? Location.redacted(step.text("location").orElse("")) : location.toString();
        return switch (location.kind()) {
            case FILE -> "Reads the video file " + place + (lossless ? " as fast as the route takes it" : " by its time stamps, as a live camera would")
                    + (step.isTrue("loop") ? ", again and again." : ", once.");
            case DEVICE -> "Reads the camera " + place + " of this box" + asked() + ".";
            case RTSP -> "Reads the camera " + place + " over the network, by RTSP over " + step.text("transport").orElse("") + ".";
            case HTTP -> "Reads the stream " + place + " over the network.";
            case TEST -> "Makes test pictures, " + step.text("width").orElse("" + TestPattern.DEFAULT_WIDTH) + "×" + step.text("height").orElse("" + TestPattern.DEFAULT_HEIGHT)
                    + " pixels, " + step.text("fps").orElse("" + Math.round(TestPattern.DEFAULT_FPS)) + " a second.";
        };
    }

    private String asked() {
        String size = step.text("width").map(width -> ", asked for " + width + "×" + step.text("height").orElse("") + " pixels").orElse("");
        return size + step.text("fps").map(fps -> (size.isEmpty() ? ", asked for " : " and ") + fps + " frames a second").orElse("");
    }

    private String time(String option) {
        return step.text(option).map(Explanation::time).orElse("");
    }
}
