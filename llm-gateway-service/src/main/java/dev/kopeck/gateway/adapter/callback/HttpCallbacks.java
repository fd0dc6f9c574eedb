package dev.kopeck.gateway.adapter.callback;

import dev.kopeck.gateway.application.prompts.CallbackSecrets;
import dev.kopeck.gateway.application.prompts.CallbackSender;
import dev.kopeck.gateway.application.prompts.PromptDocuments;
import dev.kopeck.gateway.application.prompts.PromptReport;
import dev.kopeck.gateway.config.GatewayConfig;
import dev.kopeck.gateway.domain.CallbackAddresses;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Posts callbacks. A name is resolved here, all of its addresses are looked at, and the connection goes to one of them:
 * were the name resolved once more for the connection, it could lead elsewhere by then. Nothing of an answer is read but
 * its status, and no redirect is followed.
 */
@ApplicationScoped
class HttpCallbacks implements CallbackSender {

    private static final Logger LOG = Logger.getLogger(HttpCallbacks.class);
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final PromptDocuments documents;
    private final CallbackSecrets secrets;
    private final InstantSource clock;
    private final CallbackAddresses addresses;
    private final Duration timeout;
    private final HttpClient client;

    @Inject
    HttpCallbacks(
            Vertx vertx,
            PromptDocuments documents,
            CallbackSecrets secrets,
            InstantSource clock,
            GatewayConfig config) {
        this(vertx, documents, secrets, clock, settings(config));
    }

    HttpCallbacks(
            Vertx vertx, PromptDocuments documents, CallbackSecrets secrets, InstantSource clock, Settings settings) {
        this.documents = documents;
        this.secrets = secrets;
        this.clock = clock;
        this.addresses = new CallbackAddresses(settings.allowPrivate());
        this.timeout = settings.timeout();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setForceSni(true)
                .setMaxPoolSize(settings.atOnce())
                .setConnectTimeout((int) timeout.toMillis()));
    }

    /** @param timeout for one delivery, from looking up its name to its status */
    record Settings(boolean allowPrivate, Duration timeout, int atOnce) {}

    private static Settings settings(GatewayConfig config) {
        var callbacks = config.prompts().callbacks();
        return new Settings(callbacks.allowPrivate(), callbacks.timeout(), callbacks.atOnce());
    }

    @Override
    public Uni<Result> send(PromptReport prompt, URI url) {
        var secret = secrets.of(prompt.order().account());
        if (secret.isEmpty() || addresses.complaint(url).isPresent()) {
            return Uni.createFrom().item(Result.FORBIDDEN);
        }
        return resolved(url.getHost())
                .chain(found -> found.stream().allMatch(addresses::mayCall)
                        ? post(prompt, url, found.getFirst(), secret.get())
                        : Uni.createFrom().item(Result.FORBIDDEN))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .invoke(f -> LOG.infof(
                        "A callback did not arrive. promptId=%s cause=%s",
                        prompt.id(), f.getClass().getName()))
                .onFailure()
                .recoverWithItem(Result.FAILED);
    }

    private static Uni<List<InetAddress>> resolved(String host) {
        var name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> List.of(InetAddress.getAllByName(name))))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<Result> post(PromptReport prompt, URI url, InetAddress address, String secret) {
        var body = documents.json(prompt);
        var request = request(url, address)
                .putHeader("Content-Type", "application/json")
                .putHeader("Kopeck-Prompt-Id", prompt.id().toString())
                .putHeader(Signature.HEADER, Signature.of(body, secret, clock.instant()));
        return Uni.createFrom()
                .completionStage(() -> client.request(request)
                        .compose(open -> answer(open, body))
                        .toCompletionStage());
    }

    private static Future<Result> answer(HttpClientRequest request, String body) {
        return request.send(Buffer.buffer(body)).map(response -> {
            int status = response.statusCode();
            // Whatever it says, however long: nobody reads it, nor hears that it was cut off.
            response.exceptionHandler(cut -> LOG.trace("The rest of a callback's answer is not read"));
            request.reset();
            return status / 100 == 2 ? Result.DELIVERED : Result.FAILED;
        });
    }

    private RequestOptions request(URI url, InetAddress address) {
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : (secure ? HTTPS : HTTP);
        var path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(secure)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setTimeout(timeout.toMillis());
    }
}
