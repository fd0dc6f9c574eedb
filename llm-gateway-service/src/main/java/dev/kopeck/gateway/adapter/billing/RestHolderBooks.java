package dev.kopeck.gateway.adapter.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.access.HolderBooks;
import dev.kopeck.gateway.application.access.KeysUnavailableException;
import dev.kopeck.gateway.config.GatewayConfig;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@link HolderBooks} over REST. */
@ApplicationScoped
class RestHolderBooks implements HolderBooks {

    private static final int INVALID = 400;

    private final HolderApi billing;
    private final String authorization;
    private final Duration timeout;

    RestHolderBooks(GatewayConfig config) {
        var settings = config.billing();
        authorization = "Bearer " + settings.token().orElse("");
        timeout = settings.timeout();
        billing = QuarkusRestClientBuilder.newBuilder()
                .baseUri(settings.url())
                .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .build(HolderApi.class);
    }

    @Override
    public Uni<Page> read(Caller caller, Subject subject, Map<String, String> parameters) {
        return billing.read(
                        authorization,
                        caller.hash().hex(),
                        subject.name().toLowerCase(Locale.ROOT),
                        parameters.get("from"),
                        parameters.get("to"),
                        parameters.get("zone"),
                        parameters.get("groupBy"),
                        parameters.get("limit"),
                        parameters.get("cursor"))
                .ifNoItem()
                .after(timeout)
                .fail()
                .<Page>map(json -> new Page.Found(json.toString()))
                .onFailure()
                .recoverWithUni(RestHolderBooks::refused);
    }

    private static Uni<Page> refused(Throwable failure) {
        if (!(failure instanceof WebApplicationException answered)) {
            return unavailable(failure.getClass().getSimpleName());
        }
        var response = answered.getResponse();
        if (response.getStatus() != INVALID) {
            return unavailable("HTTP " + response.getStatus());
        }
        try {
            var problem = response.readEntity(JsonNode.class);
            return Uni.createFrom()
                    .item(new Page.Invalid(
                            problem.path("field").asText(),
                            problem.path("detail").asText()));
        } catch (ProcessingException | IllegalStateException unreadable) {
            return unavailable("a problem that cannot be read");
        }
    }

    private static Uni<Page> unavailable(String kind) {
        return Uni.createFrom().failure(new KeysUnavailableException(kind));
    }
}
