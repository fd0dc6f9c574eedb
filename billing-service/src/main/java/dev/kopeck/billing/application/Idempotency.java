package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Runs a change once per key: the change and its answer are recorded in one transaction. */
public interface Idempotency {

    /**
     * Runs the work in a transaction, unless the key was used on this path before: then answers what was recorded. Of
     * two calls with one key at the same moment, the later waits for the earlier, for a bounded time. A work that fails
     * leaves no trace, so its key may be used again.
     */
    Uni<Answered> once(Request request, Supplier<Uni<Answer>> work);

    /**
     * @param path the scope of the key
     * @param who whose key it is; nobody else is ever answered by it
     * @param hash of the body's meaning: what must be equal for two requests to be the same
     */
    record Request(String path, String key, String who, String hash) {}

    /**
     * What the client gets.
     *
     * @param status of HTTP
     * @param body the JSON that is recorded, and given to whoever asks again
     * @param shown the JSON that is given now; differs from the body only where it tells a secret, which is not recorded
     */
    record Answer(int status, String body, String shown) {

        public Answer(int status, String body) {
            this(status, body, body);
        }

        /** Without the bodies, since one may show a secret. */
        @Override
        public String toString() {
            return "Answer[status=" + status + "]";
        }
    }

    /** The outcome of {@link #once}. */
    sealed interface Answered {
        /** @param replayed whether it was recorded by an earlier call */
        record Done(Answer answer, boolean replayed) implements Answered {}

        /** The key was used on this path with another body, or by somebody else. */
        record KeyReused() implements Answered {}

        /** The earlier call with this key has not ended in the time that this one could wait. */
        record InProgress() implements Answered {}
    }
}
