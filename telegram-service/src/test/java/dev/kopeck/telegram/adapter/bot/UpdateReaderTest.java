package dev.kopeck.telegram.adapter.bot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.Update;
import dev.kopeck.telegram.domain.Update.Content;
import dev.kopeck.telegram.domain.Update.Irrelevant;
import dev.kopeck.telegram.domain.Update.Message;
import dev.kopeck.telegram.domain.Update.Origin;
import dev.kopeck.telegram.domain.Update.Unreadable;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateReaderTest {

    private static final String CHAT = "\"chat\":{\"id\":42,\"type\":\"private\"}";
    private static final String FROM = "\"from\":{\"id\":42,\"is_bot\":false,\"language_code\":\"de\",\"novel\":1}";
    private static final String REST = "\"message_id\":7,\"date\":1790000000";

    @Test
    void aTextMessageIsRead() {
        assertThat(read(message(CHAT, FROM, REST, "\"text\":\"Hi\\u0000!\"")))
                .containsExactly(new Message(
                        1,
                        new Origin(new ChatAddress(42, 0), 7, 42, "de", Instant.ofEpochSecond(1_790_000_000)),
                        new Content.Text("Hi!", 0)));
    }

    @Test
    void topicsAndRepliesAreKept() {
        // Given
        var group = "\"chat\":{\"id\":-1001234567890,\"type\":\"supergroup\"}";
        var topic = "\"is_topic_message\":true,\"message_thread_id\":12";
        var reply = "\"reply_to_message\":{\"from\":{\"id\":9}}";
        // When
        var updates = read(message(group, FROM, REST, topic, reply, "\"text\":\"Hi\""));
        // Then
        assertThat(updates).singleElement().isInstanceOfSatisfying(Message.class, message -> {
            assertThat(message.origin().chat()).isEqualTo(new ChatAddress(-1_001_234_567_890L, 12));
            assertThat(message.content()).isEqualTo(new Content.Text("Hi", 9));
        });
    }

    @Test
    void mediaAndServiceMessagesAreToldApart() {
        assertThat(read(message(CHAT, FROM, REST, "\"voice\":{}")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.class, message -> assertThat(message.content()).isEqualTo(new Content.Other()));
        assertThat(read(message(CHAT, FROM, REST, "\"pinned_message\":{}")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.class, message -> assertThat(message.content()).isEqualTo(new Content.Service()));
    }

    @Test
    void whatIsNotForTheBotIsIrrelevant() {
        assertThat(read("{\"update_id\":1,\"kind_of_next_year\":{\"a\":[]}}")).containsExactly(new Irrelevant(1));
        assertThat(read(message(CHAT, "\"from\":{\"id\":5,\"is_bot\":true}", REST, "\"text\":\"Hi\"")))
                .containsExactly(new Irrelevant(1));
        assertThat(read(message("\"chat\":{\"id\":-5,\"type\":\"channel\"}", REST, "\"text\":\"Hi\"")))
                .containsExactly(new Irrelevant(1));
    }

    @Test
    void whatCannotBeReadKeepsItsIdAndNamesTheField() {
        assertThat(read(message(CHAT, FROM, "\"message_id\":7", "\"text\":\"secret\"")))
                .containsExactly(new Unreadable(1, "message.date is not a whole number"));
        assertThat(read(message(CHAT, FROM, REST, "\"text\":{\"secret\":1}")))
                .containsExactly(new Unreadable(1, "message.text is not a text"));
        assertThat(read(message(CHAT, "\"from\":{\"id\":-3}", REST, "\"text\":\"Hi\"")))
                .containsExactly(new Unreadable(1, "message.from.id is not a user's id"));
        assertThat(read("{\"no_id\":true},{\"update_id\":2}")).containsExactly(new Irrelevant(2));
    }

    @Test
    void aDateBeyondAllYearsIsUnreadableAndFailsNothingElse() {
        for (var date : List.of("-1", "253402300800", "9223372036854775807")) {
            assertThat(read(message(CHAT, FROM, "\"message_id\":7,\"date\":" + date, "\"text\":\"Hi\"")))
                    .containsExactly(new Unreadable(1, "message.date is not a time"));
        }
        assertThat(read(message(CHAT, FROM, "\"message_id\":7,\"date\":253402300799", "\"text\":\"Hi\"")))
                .singleElement()
                .isInstanceOf(Message.class);
    }

    private static String message(String... fields) {
        return "{\"update_id\":1,\"message\":{" + String.join(",", fields) + "}}";
    }

    private static List<Update> read(String updates) {
        try {
            return UpdateReader.readAll(new ObjectMapper().readTree("[" + updates + "]"))
                    .orElseThrow();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
