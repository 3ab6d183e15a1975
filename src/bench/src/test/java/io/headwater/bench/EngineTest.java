package io.headwater.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The engine's own run, which fails by itself when its ledger does not balance or its summaries miss a frame.
 *  Long; {@code headwater verify --all} runs it. */
@EnabledIfSystemProperty(named = "headwater.long", matches = "true")
class EngineTest {
    @Test
    void engineFindsWhatTheSerialLoopFinds() throws Exception {
        Result engine = Runs.of(new Engine(), Model.PEOPLE, Project.CLIP);
        Result serial = Runs.of(new SerialLoop(), Model.PEOPLE, Project.CLIP);

        assertThat(engine.agrees(serial)).as("%s and %s", engine, serial).isTrue();
        assertThat(engine.frames()).isEqualTo(serial.frames());
    }

    @Test
    void engineFindsWhatTheSerialLoopFindsWithFastestDet() throws Exception {
        Project.assumeFastestDet();
        Result engine = Runs.of(new Engine(), Model.FASTESTDET, Project.ORIGINAL);
        Result serial = Runs.of(new SerialLoop(), Model.FASTESTDET, Project.ORIGINAL);

        assertThat(engine.agrees(serial)).as("%s and %s", engine, serial).isTrue();
    }
}
