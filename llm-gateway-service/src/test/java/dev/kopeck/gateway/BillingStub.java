package dev.kopeck.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Billing's REST API as a gateway sees it, for keys that a test issued. Can be away. */
public class BillingStub implements QuarkusTestResourceLifecycleManager {

    public static final String TOKEN = "a door's token of the tests";

    private static final String INTROSPECT = "/v1/keys/introspect";
    private static final String HOLDER = "/v1/key-holder";

    private final Map<String, String> introspections = new ConcurrentHashMap<>();
    private final Map<String, Canned> pages = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;
    private volatile boolean away;

    /** A key as its owner has it. */
    public record ApiKey(String value, UUID id, long accountId) {

        public String bearer() {
            return "Bearer " + value;
        }
    }

    /** @param hash that the request named; empty where it named none */
    public record Asked(String path, String query, String hash) {}

    private record Canned(int status, String contentType, String body) {}

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            threads = Executors.newCachedThreadPool();
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
            return Map.of(
                    "KOPECK_BILLING_URL",
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "KOPECK_DOOR_TOKEN",
                    TOKEN,
                    "kopeck.gateway.billing.timeout",
                    "1s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(BillingStub.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    /** A key of an account of its own. */
    public ApiKey issue() {
        return issue(1 + ThreadLocalRandom.current().nextLong(1_000_000_000));
    }

    public ApiKey issue(long accountId) {
        var random = new byte[32];
        ThreadLocalRandom.current().nextBytes(random);
        var value = "kp_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var key = new ApiKey(value, UUID.randomUUID(), accountId);
        say(key, true, "", "active", "");
        return key;
    }

    public void onlyFor(ApiKey key, String model) {
        say(key, true, "", "active", ",\"models\":[\"" + model + "\"]");
    }

    public void revoke(ApiKey key) {
        say(key, false, "key_revoked", "active", "");
    }

    public void expire(ApiKey key) {
        say(key, false, "key_expired", "active", "");
    }

    public void freeze(ApiKey key) {
        say(key, false, "account_frozen", "frozen", "");
    }

    /** Nothing is answered until {@link #comeBack}. */
    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    /** What a holder's question is answered with, whoever asks. */
    public void page(String path, int status, String contentType, String body) {
        pages.put(HOLDER + path, new Canned(status, contentType, body));
    }

    public long introspections(ApiKey key) {
        var hash = hashOf(key.value());
        return asked.stream()
                .filter(question -> question.path().equals(INTROSPECT))
                .filter(question -> question.hash().equals(hash))
                .count();
    }

    /** What was asked on behalf of the key's holder. */
    public List<Asked> askedFor(ApiKey key) {
        var hash = hashOf(key.value());
        return asked.stream()
                .filter(question -> question.path().startsWith(HOLDER))
                .filter(question -> question.hash().equals(hash))
                .toList();
    }

    private void say(ApiKey key, boolean active, String reason, String status, String more) {
        introspections.put(hashOf(key.value()), """
                {"active":%b,%s"keyId":"%s","keyName":"ci","accountId":"%d","accountStatus":"%s","payer":"account:%d",\
                "left":{"balance":"5.75","daily":"1.25"},"expiresAt":"2099-12-31T00:00:00Z","new":"field"%s}""".formatted(
                        active,
                        reason.isEmpty() ? "" : "\"reason\":\"" + reason + "\",",
                        key.id(),
                        key.accountId(),
                        status,
                        key.accountId(),
                        more));
    }

    private void answer(HttpExchange call) throws IOException {
        var path = call.getRequestURI().getPath();
        var body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (away) {
            // As a network that swallows everything: the caller gives up.
            return;
        }
        var query = call.getRequestURI().getRawQuery();
        var hash = path.equals(INTROSPECT)
                ? body.replaceAll(".*\"hash\":\"([0-9a-f]*)\".*", "$1")
                : String.valueOf(call.getRequestHeaders().getFirst("Kopeck-Key-Hash"));
        asked.add(new Asked(path, query == null ? "" : query, hash));
        send(call, answerTo(call, path, hash));
    }

    private Canned answerTo(HttpExchange call, String path, String hash) {
        if (!("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"))) {
            return new Canned(401, "application/problem+json", "{\"status\":401}");
        }
        if (path.equals(INTROSPECT)) {
            return new Canned(200, "application/json", introspections.getOrDefault(hash, "{\"active\":false}"));
        }
        return pages.getOrDefault(path, new Canned(404, "application/problem+json", "{\"status\":404}"));
    }

    private static void send(HttpExchange call, Canned answer) throws IOException {
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", answer.contentType());
        call.sendResponseHeaders(answer.status(), bytes.length);
        try (var out = call.getResponseBody()) {
            out.write(bytes);
        }
    }

    static String hashOf(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
