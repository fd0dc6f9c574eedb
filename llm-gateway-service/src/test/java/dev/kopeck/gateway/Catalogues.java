package dev.kopeck.gateway;

import dev.kopeck.gateway.domain.Catalogue;
import dev.kopeck.gateway.domain.LeavePolicy;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.gateway.domain.ProviderKey;
import dev.kopeck.gateway.domain.Target;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Providers and models that a test made up. */
public final class Catalogues {

    public static final LeavePolicy CANCEL = new LeavePolicy(LeavePolicy.Kind.CANCEL, Duration.ofSeconds(30), 2);
    public static final LeavePolicy DRAIN = new LeavePolicy(LeavePolicy.Kind.DRAIN, Duration.ofSeconds(30), 2);
    public static final LeavePolicy RELEASE = new LeavePolicy(LeavePolicy.Kind.RELEASE, Duration.ofSeconds(30), 2);

    private static final Provider.Times TIMES =
            new Provider.Times(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(30));
    private static final int PLACES = 100;

    private Catalogues() {}

    public static Provider provider(String id) {
        return provider(id, CANCEL);
    }

    public static Provider provider(String id, LeavePolicy leaving) {
        var url = URI.create("http://%s.localhost/v1".formatted(id));
        return new Provider(id, url, ProviderKey.NONE, TIMES, PLACES, leaving);
    }

    /** Of the simulated model, streaming, with a window of 8192 and an answer of 1024 tokens at most. */
    public static Model model(String... providers) {
        return model(
                true,
                Stream.of(providers)
                        .map(id -> new Target(provider(id), Prompt.MODEL))
                        .toList());
    }

    public static Model model(boolean streaming, List<Target> targets) {
        return new Model(Prompt.MODEL, Model.Kind.CHAT, targets, 8192, 1024, PLACES, streaming, Map.of());
    }

    public static Catalogue of(Model... models) {
        return new Catalogue("test", List.of(models));
    }
}
