package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.domain.KeyHash;
import dev.kopeck.gateway.domain.LeavePolicy;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.gateway.domain.ProviderKey;
import dev.kopeck.gateway.domain.Target;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.RelayBody;
import dev.kopeck.gateway.domain.relay.RelayInput;
import dev.kopeck.gateway.domain.relay.RelayWishes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Requests as a door reads them. */
final class Requests {

    static final UUID KEY = UUID.fromString("019ab0a0-1c00-7abc-8def-0123456789ac");

    private Requests() {}

    static Model model(String id, String upstreamName) {
        var times = new Provider.Times(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(30));
        var provider = new Provider(
                "default",
                URI.create("http://localhost:1/v1"),
                ProviderKey.NONE,
                times,
                8,
                new LeavePolicy(LeavePolicy.Kind.CANCEL, Duration.ZERO, 0));
        return new Model(
                id, Model.Kind.CHAT, List.of(new Target(provider, upstreamName)), 8192, 1024, 8, true, Map.of());
    }

    static RelayRequest chat() {
        return chat(wishes(1, OptionalLong.empty(), false));
    }

    static RelayRequest chat(RelayWishes wishes) {
        return request(Endpoint.CHAT, wishes, Optional.empty());
    }

    static RelayRequest request(Endpoint endpoint, RelayWishes wishes, Optional<String> idempotencyKey) {
        var body = new RelayBody("{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8), Map.of(), 12, false);
        var input = new RelayInput(1, List.of("user", "What is a kopeck?"), List.of(), List.of(), 0, 0, false);
        return new RelayRequest(endpoint, caller(Optional.empty()), body, wishes, input, idempotencyKey);
    }

    static RelayWishes wishes(long choices, OptionalLong output, boolean usageWanted) {
        return new RelayWishes("kopeck-sim", true, usageWanted, choices, output, "");
    }

    static Caller caller(Optional<Set<String>> models) {
        return new Caller(
                new AccountId(1001),
                KEY,
                "ci",
                KeyHash.ofKey("kp_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ").orElseThrow(),
                models,
                Caller.Standing.ACTIVE,
                new Caller.Left(new Nanos(1), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty());
    }
}
