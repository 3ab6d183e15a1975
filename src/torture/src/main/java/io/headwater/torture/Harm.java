package io.headwater.torture;

import io.headwater.broker.BrokerProcess;
import io.headwater.contract.Mosquitto;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does one harm after the other to a box and what it speaks to, by a seed. Afterwards all of them run again; the box may not be ready yet.
 *  <p>Threading: one thread. */
final class Harm {
    /** What sets the quota of the outbox, and how much it is but for a while. */
    static final String QUOTA = "HEADWATER_OUTBOX_MAXBYTES";
    static final String USUAL_QUOTA = "64MiB";
    /** Behind this the clock is set right again: a topic keeps records of a week. */
    static final Duration FARTHEST_BACK = Duration.ofDays(3);

    private final Box box;
    private final BrokerProcess broker;
    private final @Nullable Mosquitto mosquitto;
    private final StateDisk disk;
    private final Path state;
    private final SplittableRandom random;
    private final Collection<String> wrong;
    private final List<Fault> faults;
    private Duration clock = Duration.ZERO;

    /** @param mosquitto null where there is none: then it comes to no harm
     *  @param without harms that are not done
     *  @param wrong is told when a box that is stopped says that something went wrong */
    Harm(Box box, BrokerProcess broker, @Nullable Mosquitto mosquitto, StateDisk disk, Path state, SplittableRandom random, Set<Fault> without, Collection<String> wrong) {
        this.box = box;
        this.broker = broker;
        this.mosquitto = mosquitto;
        this.disk = disk;
        this.state = state;
        this.random = random;
        this.wrong = wrong;
        this.faults = Arrays.stream(Fault.values()).filter(fault -> !without.contains(fault) && (mosquitto != null || !fault.needsMosquitto())).toList();
    }

    /** The harm of a cut, 1 and on: each once, then by chance. */
    Fault next(int cut) {
        return faults.get(cut <= faults.size() ? cut - 1 : random.nextInt(faults.size()));
    }

    /** Waits for a moment of the seed's choice. */
    void pause(int fromMillis, int toMillis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(fromMillis, Math.max(fromMillis + 1, toMillis)));
    }

    void run(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case KILL_BOX -> {
                box.kill();
                box.start();
            }
            case STOP_BOX -> {
                box.stop(wrong);
                box.start();
            }
            case KILL_STARTING_BOX -> {
                box.kill();
                box.start();
                pause(0, box.startMillis());
                box.kill();
                box.start();
            }
            case KILL_BROKER -> {
                broker.kill();
                pause(0, 500);
                broker.restart();
            }
            case FREEZE_BROKER -> {
                signal("STOP");
                freeze();
                signal("CONT");
            }
            case KILL_BOX_BEHIND_FROZEN_BROKER -> {
                signal("STOP");
                pause(50, 1000);
                box.kill();
                signal("CONT");
                box.start();
            }
            case START_WITHOUT_BROKER -> {
                broker.kill();
                box.kill();
                box.start();
                pause(0, box.startMillis() + 1000);
                broker.restart();
            }
            case DISK_FULL -> fillDisk();
            case TEAR_TAIL -> {
                box.kill();
                new Ruin(state, random).tearTail();
                box.start();
            }
            case FLIP_BYTES -> {
                signal("STOP"); // so that there is something to be damaged
                pause(300, 1000);
                box.kill();
                signal("CONT");
                new Ruin(state, random).flipBytes();
                box.start();
            }
            case CLOCK_BACK -> {
                box.kill();
                setClockBack();
                box.start();
            }
            case RESTART_MOSQUITTO -> {
                mosquitto().stop();
                pause(0, 500);
                mosquitto().start();
            }
            case FREEZE_MOSQUITTO -> freezeMosquitto();
        }
    }

    private Mosquitto mosquitto() {
        if (mosquitto == null) {
            throw new IllegalStateException("there is no Mosquitto");
        }
        return mosquitto;
    }

    /** Mostly for a moment; now and then for longer than what waits for an answer likes. */
    private void freeze() throws InterruptedException {
        pause(200, random.nextInt(6) == 0 ? 3000 : 1200);
    }

    private void setClockBack() {
        clock = clock.minusSeconds(random.nextInt(1, 100_000));
        if (clock.plus(FARTHEST_BACK).isNegative()) {
            clock = Duration.ZERO;
        }
        box.set("HEADWATER_TEST_CLOCK", clock.toString());
    }

    private void fillDisk() throws IOException, InterruptedException {
        signal("STOP");
        if (disk.isMounted()) {
            disk.fill();
            freeze();
            boolean killed = random.nextBoolean();
            if (killed) {
                box.kill();
            }
            disk.clear();
            if (killed) {
                box.start();
            }
        } else {
            box.kill();
            box.set(QUOTA, "8MiB");
            box.start();
            box.awaitReady();
            pause(3000, 8000);
            box.set(QUOTA, USUAL_QUOTA);
        }
        signal("CONT");
    }

    private void freezeMosquitto() throws IOException, InterruptedException {
        mosquitto().signal("STOP");
        freeze();
        boolean killed = random.nextBoolean();
        if (killed) {
            box.kill();
            box.start();
            pause(0, box.startMillis());
        }
        mosquitto().signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(broker.process().pid())).inheritIO().start().waitFor();
    }
}
