package io.headwater.uplink;

import io.headwater.contract.ComponentContract;
import io.headwater.contract.Routes;
import java.util.concurrent.Flow;

final class UplinkContractTest extends ComponentContract {
    @Override
    protected String scheme() {
        return "uplink";
    }

    @Override
    protected String route() {
        return """
                - route:
                    id: contract
                    from:
                      id: start
                      uri: direct
                      parameters:
                        name: in
                      steps:
                        - to:
                            id: only
                            uri: uplink
                            parameters:
                              channel: records
                        - to:
                            id: end
                            uri: mock
                            parameters:
                              name: out
                """;
    }

    @Override
    protected Object item(Routes routes, int n) {
        Outbox outbox = Outbox.of(routes.context());
        routes.host().shared(Drain.class, host -> new Drain(outbox));
        return super.item(routes, n);
    }

    /** Takes and acknowledges everything, as a broker that is there: records at rest are in flight no more. */
    private static final class Drain implements AutoCloseable, Flow.Subscriber<OutboxRecord> {
        private Drain(Outbox outbox) {
            outbox.publisher().subscribe(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            s.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(OutboxRecord record) {
            record.acknowledged();
        }

        @Override
        public void onError(Throwable t) {
            throw new IllegalStateException(t);
        }

        @Override
        public void onComplete() {}

        @Override
        public void close() {}
    }
}
