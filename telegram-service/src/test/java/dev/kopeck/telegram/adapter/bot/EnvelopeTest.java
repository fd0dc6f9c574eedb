package dev.kopeck.telegram.adapter.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.telegram.application.Reply;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    @Test
    void successIsAValue() {
        assertThat(reply(200, "{\"ok\":true,\"result\":5,\"something_new\":{}}"))
                .isEqualTo(new Reply.Ok<>(5L));
    }

    @Test
    void aLimitSaysHowLong() {
        assertThat(error(429, "Too Many Requests: retry after 7", "\"retry_after\":7"))
                .isEqualTo(new Reply.TooMany<>(Duration.ofSeconds(7)));
        assertThat(error(429, "Too Many Requests", "")).isEqualTo(new Reply.TooMany<>(Duration.ofSeconds(5)));
    }

    @Test
    void chatsThatAreGoneAreTold() {
        assertThat(error(403, "Forbidden: bot was blocked by the user", "")).isEqualTo(new Reply.Unwelcome<>());
        assertThat(error(400, "Bad Request: chat not found", "")).isEqualTo(new Reply.Unwelcome<>());
    }

    @Test
    void aGroupThatMovedSaysWhere() {
        assertThat(error(
                        400,
                        "Bad Request: group chat was upgraded to a supergroup chat",
                        "\"migrate_to_chat_id\":-1001234567890"))
                .isEqualTo(new Reply.Moved<>(-1_001_234_567_890L));
    }

    @Test
    void badRequestsAreToldApart() {
        assertThat(error(400, "Bad Request: message to edit not found", "")).isEqualTo(new Reply.TargetGone<>());
        assertThat(error(400, "Bad Request: message can't be edited", "")).isEqualTo(new Reply.TargetGone<>());
        assertThat(error(400, "Bad Request: message is too long", "")).isEqualTo(new Reply.TooLong<>());
        assertThat(error(400, "Bad Request: something new", "")).isEqualTo(new Reply.Rejected<>(400));
        assertThat(Envelope.read(400, body(400, "Bad Request: message is not modified: specified new ...", ""))
                        .isNotModified())
                .isTrue();
    }

    @Test
    void theRestIsRetriedOrNotByItsStatus() {
        assertThat(error(409, "Conflict: terminated by other getUpdates request", ""))
                .isEqualTo(new Reply.Conflict<>());
        assertThat(error(401, "Unauthorized", "")).isEqualTo(new Reply.Rejected<>(401));
        assertThat(error(500, "Internal Server Error", "")).isEqualTo(new Reply.Unavailable<>());
        assertThat(reply(502, "<html>Bad Gateway</html>")).isEqualTo(new Reply.Unavailable<>());
        assertThat(reply(200, "<html>Log in to this network</html>")).isEqualTo(new Reply.Unavailable<>());
        assertThat(reply(413, "")).isEqualTo(new Reply.Rejected<>(413));
        assertThat(reply(200, "{\"ok\":true,\"result\":\"odd\"}")).isEqualTo(new Reply.Unavailable<>());
    }

    private static Reply<Long> error(int code, String description, String parameters) {
        return reply(code, body(code, description, parameters));
    }

    private static String body(int code, String description, String parameters) {
        return "{\"ok\":false,\"error_code\":%d,\"description\":\"%s\",\"parameters\":{%s}}"
                .formatted(code, description, parameters);
    }

    private static Reply<Long> reply(int status, String body) {
        return Envelope.read(status, body)
                .reply(result -> result.isNumber() ? Optional.of(result.asLong()) : Optional.empty());
    }
}
