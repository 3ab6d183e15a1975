package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Takes records out of an outbox as a broker would. */
final class Delivered {
    private Delivered() {}

    /** The next records, acknowledged. */
    static List<OutboxRecord> take(Outbox outbox, int n) throws InterruptedException {
        List<OutboxRecord> taken = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(n);
        outbox.publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(n);
            }

            @Override
            public void onNext(OutboxRecord record) {
                taken.add(record);
                record.acknowledged();
                all.countDown();
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        assertThat(all.await(20, TimeUnit.SECONDS)).as("%s records within 20 s", n).isTrue();
        return taken;
    }
}
