package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.Observed;
import dev.kopeck.gateway.domain.relay.Refusal;
import java.util.List;

/** What comes from a provider. */
public sealed interface RelayEvent {

    /** Some events of a stream, as many as arrived together. The first of a stream give the client something. */
    record Frames(List<Frame> frames) implements RelayEvent {}

    /** An answer as a whole, also where a stream was asked for and the provider does not stream. */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    record Whole(byte[] body, Observed observed) implements RelayEvent {

        /** Without the text: answers never reach a log. */
        @Override
        public String toString() {
            return "Whole[%d bytes]".formatted(body.length);
        }
    }

    /** The provider found the request itself at fault: trying again, or another provider, is no use. */
    record Rejected(Refusal refusal) implements RelayEvent {}
}
