package io.headwater.runtime;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Tells apart what Kafka will never take, whatever is tried, and what it does not take now.
 *  <p>For good is what lies in the record or its topic: too large, a name or a time that the topic does not allow, a schema, no right
 *  to write to this topic. Everything that may lie in the connection or the broker is for now, wrong passwords among it: one wrong
 *  password must not turn a week of records into dead letters. */
public final class Refusal {
    private Refusal() {}

    public static boolean isForGood(Throwable failure) {
        return switch (failure) {
            case AuthenticationException a -> false;
            case ClusterAuthorizationException c -> false; // of this client altogether
            case AuthorizationException a -> true;
            case RecordTooLargeException r -> true;
            case RecordBatchTooLargeException r -> true;
            case InvalidTopicException i -> true;
            case InvalidTimestampException i -> true;
            case InvalidRecordException i -> true;
            case PolicyViolationException p -> true;
            case SerializationException s -> true;
            case UnsupportedForMessageFormatException u -> true;
            case UnsupportedVersionException u -> true;
            default -> false;
        };
    }
}
