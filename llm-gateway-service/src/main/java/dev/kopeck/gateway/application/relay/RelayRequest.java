package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.RelayBody;
import dev.kopeck.gateway.domain.relay.RelayInput;
import dev.kopeck.gateway.domain.relay.RelayWishes;
import java.util.Optional;

/**
 * A request of an OpenAI client, read as far as Kopeck needs it.
 *
 * @param idempotencyKey as the client named it; unique among the requests of its API key
 */
public record RelayRequest(
        Endpoint endpoint,
        Caller caller,
        RelayBody body,
        RelayWishes wishes,
        RelayInput input,
        Optional<String> idempotencyKey) {}
