package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.headwater.camera.CameraState;
import io.headwater.camera.CameraStatus;
import io.headwater.camera.Cameras;
import io.headwater.exchange.Host;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The cameras as the console shows them. */
final class CameraStates {
    private CameraStates() {}

    static ArrayNode toJson(Host host) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (CameraStatus c : host.shared(Cameras.class, Cameras::of).all()) {
            all.addObject().put("name", c.name()).put("route", c.route()).put("location", c.location()).put("state", c.state().name())
                    .put("since", c.since().toString()).put("error", c.error()).put("width", c.width()).put("height", c.height())
                    .put("framesPerSecond", c.framesPerSecond()).put("frames", c.frames()).put("reconnects", c.reconnects());
        }
        return all;
    }

    /** Tells why a camera has given no picture, when one has failed to, or none has come in time. */
    static void requireFirstFrame(Host host, Duration patience, Consumer<String> failed) {
        Thread.ofPlatform().daemon().name("headwater/first-frame").start(() -> {
            long until = System.nanoTime() + patience.toNanos();
            try {
                while (true) {
                    List<CameraStatus> all = host.shared(Cameras.class, Cameras::of).all();
                    if (all.stream().allMatch(c -> c.frames() > 0)) {
                        return;
                    }
                    CameraStatus silent = all.stream().filter(c -> c.frames() == 0).findFirst().orElseThrow();
                    boolean broken = silent.error() != null && (silent.state() == CameraState.WAITING || silent.state() == CameraState.FAILED);
                    if (broken || System.nanoTime() > until) {
                        failed.accept(silent.location() + (silent.error() == null ? " gave nothing in " + patience.toSeconds() + " s" : ": " + silent.error()));
                        return;
                    }
                    Thread.sleep(50);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
