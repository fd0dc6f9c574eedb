package dev.kopeck.harness.simulators.telegram;

import static dev.kopeck.harness.simulators.telegram.TelegramFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EditAndDraftTest {

    private static final String BUTTON =
            ",\"reply_markup\":{\"inline_keyboard\":[[{\"text\":\"Go\",\"callback_data\":\"go\"}]]}";

    private final TelegramFixture telegram = new TelegramFixture().introduced();

    @AfterEach
    void stop() {
        telegram.close();
    }

    @Test
    void editsAreKeptWithTheirTimes() {
        // Given
        long id = telegram.send("I");

        // When
        telegram.result("editMessageText", edit(id, "I am", ""));
        JsonNode edited = telegram.result("editMessageText", edit(id, "I am here", ""));

        // Then
        assertThat(edited.has("edit_date")).isTrue();
        ChatMessage message = telegram.simulator.messages(ALICE).getLast();
        assertThat(message.versions()).extracting(ChatMessage.Version::text).containsExactly("I", "I am", "I am here");
        assertThat(message.versions()).extracting(ChatMessage.Version::atMs).isSorted();
        JsonNode listed = telegram.client
                .get(telegram.control("chats/1001/messages"))
                .json()
                .path(1);
        assertThat(listed.at("/versions/2/text").asText()).isEqualTo("I am here");
    }

    @Test
    void anEditThatChangesNothingIsRefused() {
        // Given
        long id = telegram.send("same");

        // Then
        assertThat(telegram.refusal("editMessageText", edit(id, "same", "")))
                .startsWith("400 Bad Request: message is not modified: specified new message content and reply markup");
        assertThat(telegram.refusal("editMessageText", edit(id, "same  ", "")))
                .startsWith("400 Bad Request: message is not modified");
        assertThat(telegram.call("editMessageText", edit(id, "same", BUTTON)).status())
                .isEqualTo(200);
    }

    @Test
    void anEditWithoutAKeyboardTakesItAway() {
        // Given
        long id = telegram.send("with buttons");
        telegram.result("editMessageText", edit(id, "with buttons", BUTTON));

        // When
        JsonNode edited = telegram.result("editMessageText", edit(id, "without", ""));

        // Then
        assertThat(edited.has("reply_markup")).isFalse();
    }

    @Test
    void onlyTheBotsOwnMessagesCanBeEdited() {
        long theirs = telegram.simulator.userWrites(ALICE, "mine").messageId();

        assertThat(telegram.refusal("editMessageText", edit(theirs, "yours", "")))
                .isEqualTo("400 Bad Request: message can't be edited");
        assertThat(telegram.refusal("editMessageText", edit(9999, "x", "")))
                .isEqualTo("400 Bad Request: message to edit not found");
    }

    @Test
    void aDeletedMessageIsGoneForTheBotAndKeptForTheTest() {
        // Given
        long id = telegram.send("soon gone");

        // When
        telegram.result("deleteMessage", "{\"chat_id\":1001,\"message_id\":" + id + "}");

        // Then
        assertThat(telegram.refusal("deleteMessage", "{\"chat_id\":1001,\"message_id\":" + id + "}"))
                .isEqualTo("400 Bad Request: message to delete not found");
        assertThat(telegram.simulator.messages(ALICE).getLast().deleted()).isTrue();
    }

    @Test
    void aDraftNeedsAnIdAndIsStoppedByTheUser() {
        // Given
        assertThat(telegram.refusal("sendMessageDraft", "{\"chat_id\":1001,\"draft_id\":0,\"text\":\"x\"}"))
                .startsWith("400 Bad Request");
        telegram.result("sendMessageDraft", "{\"chat_id\":1001,\"draft_id\":7,\"text\":\"\",\"can_stop\":true}");

        // When
        telegram.simulator.userStops(ALICE);

        // Then
        JsonNode update = telegram.result("getUpdates", "{}").path(0);
        assertThat(update.at("/stopped_message_generation/draft_id").asInt()).isEqualTo(7);
        assertThat(update.at("/stopped_message_generation/chat/id").asLong()).isEqualTo(ALICE);
    }

    @Test
    void aPressedButtonIsAnsweredOnce() {
        // Given
        long id = telegram.send("press");
        telegram.result("editMessageText", edit(id, "press it", BUTTON));

        // When
        String query = telegram.simulator.userPresses(ALICE, id, "go");

        // Then
        JsonNode update = telegram.result("getUpdates", "{}").at("/0/callback_query");
        assertThat(update.path("id").asText()).isEqualTo(query);
        assertThat(update.path("data").asText()).isEqualTo("go");
        assertThat(update.at("/message/message_id").asLong()).isEqualTo(id);
        String answer = "{\"callback_query_id\":\"" + query + "\",\"text\":\"going\"}";
        assertThat(telegram.result("answerCallbackQuery", answer).asBoolean()).isTrue();
        assertThat(telegram.refusal("answerCallbackQuery", answer)).startsWith("400 Bad Request: query is too old");
    }

    @Test
    void signsOfLifeHaveNames() {
        assertThat(telegram.call("sendChatAction", "{\"chat_id\":1001,\"action\":\"typing\"}")
                        .status())
                .isEqualTo(200);
        assertThat(telegram.call("sendChatAction", "{\"chat_id\":1001,\"action\":\"dancing\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void commandsAreKeptByScopeAndLanguage() {
        // Given
        telegram.result("setMyCommands", "{\"commands\":[{\"command\":\"help\",\"description\":\"Help\"}]}");
        telegram.result(
                "setMyCommands",
                "{\"commands\":[{\"command\":\"help\",\"description\":\"Aide\"}],\"language_code\":\"fr\","
                        + "\"scope\":{\"type\":\"all_private_chats\"}}");

        // Then
        assertThat(telegram.result("getMyCommands", "{}").findValuesAsText("description"))
                .containsExactly("Help");
        JsonNode users = telegram.client.get(telegram.control("state")).json().path("users");
        assertThat(users.at("/0/commands/0/description").asText()).isEqualTo("Help");
        assertThat(users.at("/2/commands/0/description").asText()).isEqualTo("Aide");
        assertThat(telegram.refusal("setMyCommands", "{\"commands\":[{\"command\":\"Help!\",\"description\":\"x\"}]}"))
                .startsWith("400 Bad Request: BOT_COMMAND_INVALID");
    }

    private static String edit(long id, String text, String more) {
        return "{\"chat_id\":1001,\"message_id\":" + id + ",\"text\":\"" + text + "\"" + more + "}";
    }
}
