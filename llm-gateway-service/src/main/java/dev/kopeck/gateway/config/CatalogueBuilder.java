package dev.kopeck.gateway.config;

import dev.kopeck.gateway.domain.Catalogue;
import dev.kopeck.gateway.domain.LeavePolicy;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.gateway.domain.ProviderKey;
import dev.kopeck.gateway.domain.Target;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the settings, and a file on top of them, to a catalogue that holds together; or to a complaint that names the field. */
final class CatalogueBuilder {

    static final String DEFAULT = "default";

    private static final String OPENAI = "api.openai.com";
    private static final Duration TIME_MAX = Duration.ofMinutes(20);

    private final GatewayConfig config;
    private final Map<String, Provider> providers = new HashMap<>();

    private CatalogueBuilder(GatewayConfig config) {
        this.config = config;
    }

    /** @throws CatalogueException where something does not fit */
    static Catalogue build(GatewayConfig config, @Nullable CatalogueFile file, String version) {
        return new CatalogueBuilder(config).catalogue(file, version);
    }

    private Catalogue catalogue(@Nullable CatalogueFile file, String version) {
        var standard = config.provider();
        take("kopeck.gateway.provider", DEFAULT, standard.baseUrl(), standard);
        config.providers().forEach((id, named) -> take("kopeck.gateway.providers." + id, id, named.baseUrl(), named));
        var models = new HashMap<String, Model>();
        if (file != null) {
            file.providers().forEach((id, named) -> take("providers." + id, id, named.baseUrl(), named));
        }
        config.models().forEach((id, model) -> models.put(id, model("kopeck.gateway.models." + id, id, model)));
        if (file != null) {
            file.models().forEach((id, model) -> models.put(id, model("models." + id, id, model)));
        }
        return new Catalogue(version, models.values());
    }

    private void take(String at, String id, URI baseUrl, ProviderBounds bounds) {
        require(isHttp(baseUrl), at + ".base-url must be an http or https URL with a host");
        var key = bounds.apiKey().filter(text -> !text.isBlank());
        require(
                key.isPresent() || !OPENAI.equals(baseUrl.getHost()),
                id.equals(DEFAULT)
                        ? "OPENAI_API_KEY is not set, but OpenAI itself is called: set the key, or OPENAI_BASE_URL to"
                                + " another provider"
                        : at + ".api-key is not set, but OpenAI itself is called");
        var call = config.call();
        var times = new Provider.Times(
                time(at + ".connect-timeout", bounds.connectTimeout()),
                time(at + ".first-token-timeout", bounds.firstTokenTimeout().orElse(call.firstTokenTimeout())),
                time(at + ".idle-timeout", bounds.idleTimeout().orElse(call.idleTimeout())));
        var leaving = new LeavePolicy(
                bounds.onLeave(),
                time(at + ".drain-max", bounds.drainMax()),
                count(at + ".drains-max", bounds.drainsMax(), 0));
        int places = count(at + ".concurrency", bounds.concurrency().orElse(config.inFlightMax()), 1);
        try {
            var provider = new Provider(
                    id, baseUrl, key.map(ProviderKey::new).orElse(ProviderKey.NONE), times, places, leaving);
            providers.put(id, provider);
        } catch (IllegalArgumentException wrong) {
            throw new CatalogueException(at + ": " + wrong.getMessage());
        }
    }

    private Model model(String at, String id, ModelConfig model) {
        require(
                model.contextWindow() >= 2 && model.contextWindow() <= 1_000_000_000,
                at + ".context-window must be 2 to 1000000000");
        require(
                model.outputLimit() >= 1 && model.outputLimit() <= 1_000_000_000,
                at + ".output-limit must be 1 to 1000000000");
        var targets = targets(at, id, model);
        require(
                model.streaming()
                        || targets.stream()
                                .allMatch(target -> target.provider().id().equals(DEFAULT)),
                at + ".streaming is off, which only the provider default can do");
        return new Model(
                id,
                model.kind(),
                targets,
                model.contextWindow(),
                model.outputLimit(),
                count(at + ".concurrency", model.concurrency().orElse(config.inFlightMax()), 1),
                model.streaming(),
                model.requestOptions());
    }

    private List<Target> targets(String at, String id, ModelConfig model) {
        var named = model.targets().orElse(List.of());
        require(
                named.isEmpty() || model.upstreamName().isEmpty(),
                at + " has both upstream-name and targets; a target says the upstream name itself");
        if (named.isEmpty()) {
            return List.of(
                    new Target(provider(at, DEFAULT), model.upstreamName().orElse(id)));
        }
        return named.stream().map(text -> target(at, text)).toList();
    }

    private Target target(String at, String text) {
        int colon = text.indexOf(':');
        require(
                colon > 0 && colon < text.length() - 1,
                at + ".targets must each be provider:upstream name, not " + text);
        return new Target(provider(at + ".targets", text.substring(0, colon)), text.substring(colon + 1));
    }

    private Provider provider(String at, String id) {
        return Optional.ofNullable(providers.get(id))
                .orElseThrow(() -> new CatalogueException(at + " names the provider " + id + ", which is not there"));
    }

    private static Duration time(String at, Duration time) {
        require(time.isPositive() && time.compareTo(TIME_MAX) <= 0, at + " must be longer than 0 and at most 20m");
        return time;
    }

    private static int count(String at, int count, int least) {
        require(count >= least && count <= 100_000, at + " must be " + least + " to 100000");
        return count;
    }

    private static boolean isHttp(URI url) {
        var scheme = Objects.requireNonNullElse(url.getScheme(), "");
        return (scheme.equals("http") || scheme.equals("https")) && url.getHost() != null;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new CatalogueException(otherwise);
        }
    }
}
