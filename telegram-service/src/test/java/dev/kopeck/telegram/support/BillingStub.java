package dev.kopeck.telegram.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code PUT /v1/payers/{payer}} as billing answers it, for payers that a test gave an account; 503 for all others. */
public final class BillingStub implements AutoCloseable {

    public static final String TOKEN = "operator-token-of-the-tests";

    private final HttpServer server;
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private BillingStub(HttpServer server) {
        this.server = server;
    }

    public static BillingStub start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var stub = new BillingStub(server);
            server.createContext("/v1/payers/", stub::answer);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param granted the welcome grant; empty where the payer was known before */
    public void account(String payer, String available, String held, String granted) {
        var grant = granted.isEmpty() ? "\"registered\":false" : "\"registered\":true,\"granted\":\"" + granted + "\"";
        accounts.put(payer, """
                {"id":"1001","payers":["%s"],"currency":"USD","status":"active",
                 "balance":{"posted":"%s","held":"%s","available":"%s"},"createdAt":"2026-11-23T10:00:00Z",%s}
                """.formatted(payer, available, held, available, grant));
    }

    /** How often the payer was asked for. */
    public long asked(String payer) {
        return asked.stream().filter(payer::equals).count();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        var path = call.getRequestURI().getPath();
        var payer = path.substring(path.lastIndexOf('/') + 1);
        asked.add(payer);
        boolean isOperator = ("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"));
        boolean isKnown = accounts.containsKey(payer) && "PUT".equals(call.getRequestMethod());
        int status = isOperator ? (isKnown ? 200 : 503) : 401;
        var body = status == 200 ? accounts.get(payer) : "{\"title\":\"no\",\"status\":" + status + "}";
        var bytes = String.valueOf(body).getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", "application/json");
        call.sendResponseHeaders(status, bytes.length);
        try (var out = call.getResponseBody()) {
            out.write(bytes);
        }
    }
}
