package dev.kopeck.harness.simulators.telegram;

import static dev.kopeck.harness.simulators.telegram.TelegramFixture.ALICE;
import static dev.kopeck.harness.simulators.telegram.TelegramFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.harness.simulators.http.TestClient;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiFaultsTest {

    private static final String HELLO = "{\"chat_id\":1001,\"text\":\"hello\"}";

    private final TelegramFixture telegram = new TelegramFixture().introduced();

    @AfterEach
    void stop() {
        telegram.close();
    }

    @Test
    void tooManyRequestsSayWhenToComeBack() {
        // Given
        telegram.simulator.failNext("sendMessage", ApiFault.TOO_MANY_REQUESTS, 9, 2);

        // When
        TestClient.Answer first = telegram.call("sendMessage", HELLO);
        int getMe = telegram.call("getMe", "{}").status();
        int second = telegram.call("sendMessage", HELLO).status();
        int third = telegram.call("sendMessage", HELLO).status();

        // Then
        assertThat(first.status()).isEqualTo(429);
        assertThat(first.json().at("/parameters/retry_after").asInt()).isEqualTo(9);
        assertThat(List.of(getMe, second, third)).containsExactly(200, 429, 200);
        assertThat(telegram.simulator.messages(ALICE)).hasSize(2);
    }

    @Test
    void otherErrorsAreInTelegramsWords() {
        telegram.simulator.failNext("*", ApiFault.BLOCKED, 0, 1);
        assertThat(telegram.refusal("sendMessage", HELLO)).isEqualTo("403 Forbidden: bot was blocked by the user");
        telegram.simulator.failNext("*", ApiFault.SERVER_ERROR, 0, 1);
        assertThat(telegram.refusal("sendMessage", HELLO)).isEqualTo("500 Internal Server Error");
        telegram.simulator.failNext("*", ApiFault.BAD_GATEWAY, 0, 1);
        assertThat(telegram.call("sendMessage", HELLO).text()).startsWith("<html>");
    }

    @Test
    void aCutConnectionLeavesOpenWhetherTheCallWasCarriedOut() {
        // When
        telegram.simulator.failNext("sendMessage", ApiFault.CUT, 0, 1);
        assertThatThrownBy(() -> telegram.call("sendMessage", HELLO)).isInstanceOf(UncheckedIOException.class);
        int afterCut = telegram.simulator.messages(ALICE).size();
        telegram.simulator.failNext("sendMessage", ApiFault.CUT_AFTER, 0, 1);
        assertThatThrownBy(() -> telegram.call("sendMessage", HELLO)).isInstanceOf(UncheckedIOException.class);
        int afterCutAfter = telegram.simulator.messages(ALICE).size();

        // Then
        assertThat(List.of(afterCut, afterCutAfter)).containsExactly(1, 2);
    }

    @Test
    void aFaultIsForOneChatWhereATestSaysSo() {
        // Given
        telegram.simulator.userWrites(BOB, "hi");
        telegram.client.post(
                telegram.control("faults"),
                "{\"method\":\"sendMessage\",\"fault\":\"429\",\"number\":5,\"times\":3,\"chat_id\":1002}");

        // Then
        assertThat(telegram.call("sendMessage", HELLO).status()).isEqualTo(200);
        assertThat(telegram.call("sendMessage", HELLO.replace("1001", "1002")).status())
                .isEqualTo(429);
        telegram.simulator.clearFaults();
        assertThat(telegram.call("sendMessage", HELLO.replace("1001", "1002")).status())
                .isEqualTo(200);
    }

    @Test
    void allCallsAreSeen() {
        // Given
        telegram.simulator.failNext("sendMessage", ApiFault.SERVER_ERROR, 0, 1);

        // When
        telegram.call("sendMessage", HELLO);
        telegram.call("sendMessage", HELLO);

        // Then
        assertThat(telegram.simulator.calls("sendMessage"))
                .extracting(ApiCall::status)
                .containsExactly(500, 200);
        assertThat(telegram.client
                        .get(telegram.control("calls?method=sendMessage"))
                        .json()
                        .at("/0/parameters/text")
                        .asText())
                .isEqualTo("hello");
    }

    @Test
    void aResetForgetsAllButTheUsers() {
        // Given
        telegram.simulator.userWrites(ALICE, "unread");
        long before = telegram.send("said");
        telegram.simulator.failNext("*", ApiFault.SERVER_ERROR, 0, 100);

        // When
        telegram.client.delete(telegram.simulator.baseUrl() + "/control");

        // Then
        assertThat(telegram.simulator.messages(ALICE)).isEmpty();
        assertThat(telegram.result("getUpdates", "{}")).isEmpty();
        telegram.simulator.userWrites(ALICE, "again");
        assertThat(telegram.send("new")).isGreaterThan(before);
    }

    @Test
    void theControlApiExplainsItsRefusals() {
        TestClient.Answer answer =
                telegram.client.post(telegram.control("messages"), "{\"user_id\":4,\"text\":\"hi\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("there is no user 4");
        assertThat(telegram.client
                        .post(telegram.control("faults"), "{\"fault\":\"fire\"}")
                        .status())
                .isEqualTo(400);
    }
}
