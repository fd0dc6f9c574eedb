package dev.kopeck.harness.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** JSON over HTTP, for tests. */
final class Http {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private Http() {}

    /**
     * An answer.
     *
     * @param body a missing node where there was none
     */
    record Answer(int status, String contentType, JsonNode body) {

        JsonNode expect(int expected) {
            if (status != expected) {
                throw new AssertionError("Expected HTTP %d but got %d: %s".formatted(expected, status, body));
            }
            return body;
        }
    }

    static Answer get(URI url, Map<String, String> headers) {
        return send(request(url, headers).GET());
    }

    static Answer send(String method, URI url, String body, Map<String, String> headers) {
        return send(request(url, headers)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(URI url, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(url).timeout(TIMEOUT);
        headers.forEach(request::header);
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError("No answer from " + request.build().uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
