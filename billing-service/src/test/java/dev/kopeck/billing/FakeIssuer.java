package dev.kopeck.billing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect issuer on the loopback interface with a key of its own, as far as a service needs one that only checks
 * tokens. Away until {@code /up} is asked for; {@code /asked} tells how often it was asked anything before and since, and
 * {@code /token?…} makes tokens.
 */
public class FakeIssuer implements QuarkusTestResourceLifecycleManager {

    private static final String KEY_ID = "key-1";

    private final KeyPair key = newKey();
    private final KeyPair strangersKey = newKey();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away = true;
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var url = "http://localhost:" + server.getAddress().getPort();
        server.createContext("/.well-known/openid-configuration", exchange -> serve(exchange, discovery(url)));
        server.createContext("/jwks", exchange -> serve(exchange, keys()));
        server.createContext("/token", exchange -> answer(exchange, 200, token(url, parameters(exchange))));
        server.createContext("/asked", exchange -> answer(exchange, 200, asked.toString()));
        server.createContext("/up", exchange -> {
            away = false;
            answer(exchange, 200, "");
        });
        server.start();
        return Map.of("KOPECK_OIDC_URL", url);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void serve(HttpExchange exchange, String body) throws IOException {
        asked.incrementAndGet();
        answer(exchange, away ? 503 : 200, away ? "" : body);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String discovery(String url) {
        return """
                {"issuer":"%1$s","jwks_uri":"%1$s/jwks","authorization_endpoint":"%1$s/authorize",
                 "token_endpoint":"%1$s/oauth/token","introspection_endpoint":"%1$s/introspect"}""".formatted(url);
    }

    private String keys() {
        var shown = (RSAPublicKey) key.getPublic();
        return """
                {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"%s","n":"%s","e":"%s"}]}""".formatted(KEY_ID, base64(shown.getModulus()), base64(shown.getPublicExponent()));
    }

    private String token(String url, Map<String, String> wish) {
        var claims = Jwt.claims()
                .issuer(wish.getOrDefault("issuer", url))
                .audience(wish.getOrDefault("audience", "kopeck-billing"))
                .subject("user-4711")
                .claim(
                        "realm_access",
                        Map.of("roles", List.of(wish.getOrDefault("roles", "").split(" ", -1))))
                .expiresIn(Duration.ofSeconds(Long.parseLong(wish.getOrDefault("seconds", "300"))));
        if (wish.containsKey("name")) {
            claims.claim("preferred_username", wish.get("name"));
        }
        var signer = wish.containsKey("forged") ? strangersKey : key;
        return claims.jws().keyId(KEY_ID).sign(signer.getPrivate());
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        return Arrays.stream(exchange.getRequestURI().getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    /** Without the sign's byte that a BigInteger may begin with. */
    private static String base64(BigInteger number) {
        var bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
