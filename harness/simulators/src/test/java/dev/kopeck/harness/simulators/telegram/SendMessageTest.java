package dev.kopeck.harness.simulators.telegram;

import static dev.kopeck.harness.simulators.telegram.TelegramFixture.ALICE;
import static dev.kopeck.harness.simulators.telegram.TelegramFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.harness.simulators.http.TestClient;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendMessageTest {

    private final TelegramFixture telegram = new TelegramFixture().introduced();

    @AfterAll
    void stop() {
        telegram.close();
    }

    @Test
    void aBotKnowsItself() {
        assertThat(telegram.result("getMe", "").path("id").asLong()).isEqualTo(7000000001L);
        assertThat(telegram.result("GETME", "").path("is_bot").asBoolean()).isTrue();
    }

    @Test
    void anotherTokenAndAnotherMethodAreRefused() {
        TestClient.Answer token = telegram.client.get(telegram.simulator.baseUrl() + "/bot1:other/getMe");
        TestClient.Answer method = telegram.call("sendNothing", "{}");

        assertThat(token.status()).isEqualTo(401);
        assertThat(token.json().path("ok").asBoolean(true)).isFalse();
        assertThat(token.json().path("description").asText()).isEqualTo("Unauthorized");
        assertThat(method.status()).isEqualTo(404);
        assertThat(method.json().path("error_code").asInt()).isEqualTo(404);
    }

    @Test
    void parametersComeInJsonInAFormOrInTheQuery() {
        // Given
        String entities = "%5B%7B%22type%22%3A%22bold%22%2C%22offset%22%3A0%2C%22length%22%3A4%7D%5D";
        String form = "chat_id=1001&text=form+text&entities=" + entities;

        // When
        TestClient.Answer byForm =
                telegram.client.send(HttpRequest.newBuilder(URI.create(telegram.method("sendMessage")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build());
        TestClient.Answer byQuery =
                telegram.client.get(telegram.method("sendMessage") + "?chat_id=1001&text=query%20text");

        // Then
        assertThat(byForm.json().at("/result/entities/0/type").asText()).isEqualTo("bold");
        assertThat(byQuery.json().at("/result/text").asText()).isEqualTo("query text");
    }

    @Test
    void textIsOneTo4096Utf16Units() {
        // Given
        String smile = "\uD83D\uDE00";

        // Then
        assertThat(telegram.send(smile.repeat(2048))).isPositive();
        assertThat(refusalOf(smile.repeat(2048) + "x")).isEqualTo("400 Bad Request: message is too long");
        assertThat(refusalOf("")).isEqualTo("400 Bad Request: message text is empty");
        assertThat(refusalOf(" \\n ")).isEqualTo("400 Bad Request: message text is empty");
    }

    @Test
    void blanksAtBothEndsAreCutAndEntitiesMoveAlong() {
        // When
        JsonNode message = telegram.result(
                "sendMessage",
                "{\"chat_id\":1001,\"text\":\"  bold  \","
                        + "\"entities\":[{\"type\":\"bold\",\"offset\":2,\"length\":6}]}");

        // Then
        assertThat(message.path("text").asText()).isEqualTo("bold");
        assertThat(message.at("/entities/0/offset").asInt()).isZero();
        assertThat(message.at("/entities/0/length").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "bold,0,6,ends after the end of the text at UTF-16 offset 5",
        "bold,-1,2,incorrect offset",
        "bold,0,0,incorrect offset",
        "bold,9,1,incorrect offset",
        "fat,0,1,Unsupported type",
        "text_link,0,2,url is empty",
        "bold,0,1,middle of a UTF-16 symbol"
    })
    void entitiesThatLeaveTheTextAreRefused(String type, int offset, int length, String reason) {
        String refusal = telegram.refusal(
                "sendMessage",
                "{\"chat_id\":1001,\"text\":\"\uD83D\uDE00abc\",\"entities\":[{\"type\":\"" + type + "\",\"offset\":"
                        + offset + ",\"length\":" + length + "}]}");

        assertThat(refusal).startsWith("400 Bad Request: ").contains(reason);
    }

    @Test
    void linksAndCommandsAreFoundByTheServer() {
        JsonNode entities = telegram.result(
                        "sendMessage",
                        "{\"chat_id\":1001,\"text\":\"see /balance or https://example.org/a?b=1. </b>\"}")
                .path("entities");

        assertThat(entities.findValuesAsText("type")).containsExactly("bot_command", "url");
        assertThat(entities.at("/1/length").asInt()).isEqualTo("https://example.org/a?b=1".length());
    }

    @Test
    void whoNeverWroteCannotBeWrittenTo() {
        assertThat(telegram.refusal("sendMessage", "{\"chat_id\":" + BOB + ",\"text\":\"hi\"}"))
                .isEqualTo("403 Forbidden: bot can't initiate conversation with a user");
        assertThat(telegram.refusal("sendMessage", "{\"chat_id\":5,\"text\":\"hi\"}"))
                .isEqualTo("400 Bad Request: chat not found");
        assertThat(telegram.refusal("sendMessage", "{\"text\":\"hi\"}")).isEqualTo("400 Bad Request: chat_id is empty");
    }

    @Test
    void aReplyNamesWhatItAnswers() {
        // Given
        long asked = telegram.simulator.userWrites(ALICE, "a question").messageId();

        // When
        JsonNode reply = telegram.result(
                "sendMessage",
                "{\"chat_id\":1001,\"text\":\"an answer\",\"reply_parameters\":{\"message_id\":" + asked + "}}");

        // Then
        assertThat(reply.at("/reply_to_message/text").asText()).isEqualTo("a question");
        assertThat(telegram.refusal(
                        "sendMessage", "{\"chat_id\":1001,\"text\":\"x\",\"reply_parameters\":{\"message_id\":99999}}"))
                .isEqualTo("400 Bad Request: message to be replied not found");
        assertThat(telegram.result(
                                "sendMessage",
                                "{\"chat_id\":1001,\"text\":\"x\",\"reply_parameters\":{\"message_id\":99999,"
                                        + "\"allow_sending_without_reply\":true}}")
                        .has("reply_to_message"))
                .isFalse();
    }

    @Test
    void buttonsAreChecked() {
        assertThat(keyboard("{\"text\":\"ok\",\"callback_data\":\"" + "x".repeat(64) + "\"}"))
                .isEqualTo(200);
        assertThat(keyboard("{\"text\":\"ok\",\"callback_data\":\"" + "x".repeat(65) + "\"}"))
                .isEqualTo(400);
        assertThat(keyboard("{\"text\":\"ok\"}")).isEqualTo(400);
        assertThat(keyboard("{\"callback_data\":\"x\"}")).isEqualTo(400);
    }

    @Test
    void parseModesAreNotForUs() {
        assertThat(telegram.refusal("sendMessage", "{\"chat_id\":1001,\"text\":\"*x*\",\"parse_mode\":\"MarkdownV2\"}"))
                .startsWith("400 Bad Request: can't parse entities");
    }

    private String refusalOf(String text) {
        return telegram.refusal("sendMessage", "{\"chat_id\":1001,\"text\":\"" + text + "\"}");
    }

    private int keyboard(String button) {
        return telegram.call(
                        "sendMessage",
                        "{\"chat_id\":1001,\"text\":\"press\",\"reply_markup\":{\"inline_keyboard\":[[" + button
                                + "]]}}")
                .status();
    }
}
