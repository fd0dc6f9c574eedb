package dev.kopeck.telegram;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionContent.Problem;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptContent.Message;
import dev.kopeck.contracts.event.PromptContent.Role;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.harness.simulators.telegram.ChatMessage;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import dev.kopeck.telegram.config.TelegramConfig;
import dev.kopeck.telegram.support.BotTestBase;
import dev.kopeck.telegram.support.SimulatedWorld;
import dev.kopeck.tokens.TokenCounter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From messages to prompts, and to the bot's own texts. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(SimulatedWorld.class)
@SuppressWarnings("NullAway.Init")
class ConversationIT extends BotTestBase {

    @Inject
    TelegramConfig config;

    @Test
    void aMessageBecomesASubmittedPromptWithExactFacts() {
        // When
        var asked = chat.ask("What is a kopeck?");
        // Then
        var instructions = config.prompt().instructions().orElseThrow();
        assertThat(asked.content().messages())
                .containsExactly(new Message(Role.SYSTEM, instructions), new Message(Role.USER, "What is a kopeck?"));
        var tokens = new TokenCounter()
                .promptUpperBound("gpt-4o-mini", asked.content().messages());
        assertThat(asked.facts())
                .isEqualTo(new PromptSubmitted(
                        asked.id(), chat.payer(), Channel.TELEGRAM, "gpt-4o-mini", tokens, 1024, 5));
        chat.seesOnly("…");
        eventually(() -> assertThat(telegram.calls("sendChatAction"))
                .anySatisfy(call ->
                        assertThat(call.parameters().path("chat_id").asLong()).isEqualTo(chat.userId())));
    }

    @Test
    void aMessageThatIsDeliveredAgainIsTheSameEventToTheLastByte() {
        // Given
        var first = chat.ask("Once only, please.");
        // When
        telegram.inject(nextUpdateId(), "message", original("Once only, please."));
        // Then
        eventually(() -> assertThat(chat.submitted()).hasSize(2));
        var again = chat.submitted().getLast();
        assertThat(again.headers()).isEqualTo(first.record().headers());
        assertThat(again.value()).isEqualTo(first.record().value());
        chat.seesOnly("…");
    }

    @Test
    void anAnswerJoinsTheConversationAndAFailureLeavesIt() {
        // Given
        var first = chat.ask("My name is Ada.");
        chat.completes(first, "Hello Ada!");
        chat.charges(first, "0.000123", "0.999877");
        chat.seesOnly("Hello Ada!\n\n— $0.000123 · balance $0.999877");
        var second = chat.ask("This one fails.");
        chat.finishes(
                second, Outcome.FAILED, new CompletionContent("", null, new Problem("provider_error", "No answer.")));
        eventually(() -> assertThat(chat.botSays()).last().isEqualTo("No answer. Nothing was charged."));
        // When
        var third = chat.ask("What is my name?");
        // Then
        assertThat(third.content().messages().stream().skip(1))
                .containsExactly(
                        new Message(Role.USER, "My name is Ada."),
                        new Message(Role.ASSISTANT, "Hello Ada!"),
                        new Message(Role.USER, "What is my name?"));
    }

    @Test
    void newForgetsTheConversation() {
        // Given
        var first = chat.ask("Remember the number 7.");
        chat.completes(first, "I do.");
        chat.charges(first, "0.01", "0.99");
        chat.seesOnly("I do.\n\n— $0.01 · balance $0.99");
        // When
        telegram.userWrites(chat.userId(), "/new");
        eventually(() -> assertThat(chat.botSays()).last().asString().startsWith("Forgotten."));
        // Then
        assertThat(chat.ask("Which number?").content().messages().stream().skip(1))
                .containsExactly(new Message(Role.USER, "Which number?"));
    }

    @Test
    void startRegistersThePayerAndSaysWhatWasGranted() {
        // Given
        billing.account(chat.payer().value(), "1.00", "0.00", "1.00");
        // When
        telegram.userWrites(chat.userId(), "/start");
        // Then
        eventually(() -> assertThat(chat.botSays())
                .singleElement()
                .asString()
                .contains("You start with $1.00 as a welcome gift. Your balance is $1.00."));
        assertThat(billing.asked(chat.payer().value())).isEqualTo(1);
        assertThat(chat.submitted()).isEmpty();
    }

    @Test
    void balanceSaysWhatCanBeSpentAndWhatIsHeld() {
        // Given
        billing.account(chat.payer().value(), "0.987654321", "0.01", "");
        // When
        telegram.userWrites(chat.userId(), "/balance");
        // Then
        chat.seesOnly("You can spend $0.987654321. Another $0.01 is held for answers that are being written.");
    }

    @Test
    void aSilentBillingIsSaidPlainly() {
        // When
        telegram.userWrites(chat.userId(), "/balance");
        // Then
        chat.seesOnly("I cannot reach your balance at the moment. Nothing is lost; please try again in a minute.");
    }

    @Test
    void helpAndUnknownCommandsAreAnsweredWithoutAPrompt() {
        // When
        telegram.userWrites(chat.userId(), "/help");
        telegram.userWrites(chat.userId(), "/nonsense");
        // Then
        eventually(() -> assertThat(chat.botSays()).hasSize(2));
        assertThat(chat.botSays())
                .anySatisfy(text -> assertThat(text).contains("/balance", "/new"))
                .anySatisfy(text -> assertThat(text).startsWith("I do not know this command."));
        assertThat(chat.submitted()).isEmpty();
    }

    @Test
    void aPhotoIsAnsweredKindlyAndAnythingUnknownDoesNoHarm() {
        // Given
        telegram.userWrites(chat.userId(), "/help");
        eventually(() -> assertThat(chat.botSays()).hasSize(1));
        telegram.inject(nextUpdateId(), "invented_kind", original("nothing").put("message_id", 9_000_001));
        long unreadable = nextUpdateId();
        // When
        telegram.inject(unreadable, "message", without(original("x").put("message_id", 9_000_002), "text", "date"));
        var photo = without(original("x").put("message_id", 9_000_003), "text");
        photo.putArray("photo").addObject().put("file_id", "f");
        telegram.inject(nextUpdateId(), "message", photo);
        // Then
        eventually(() -> assertThat(chat.botSays())
                .last()
                .isEqualTo("I can read text only, so far. Please write what you want to know."));
        assertThat(value("select reason from update_set_aside where update_id = ?", unreadable))
                .isEqualTo("message.date is not a whole number");
        eventually(() -> assertThat(telegram.pendingUpdates()).isEmpty());
    }

    @Test
    void theMenuOfCommandsIsRegistered() {
        // Then
        eventually(() -> assertThat(telegram.calls("setMyCommands"))
                .first()
                .satisfies(call ->
                        assertThat(call.parameters().path("commands").size()).isEqualTo(4)));
    }

    /** The user's first message again, as Telegram would deliver it. */
    private ObjectNode original(String text) {
        var message = JsonNodeFactory.instance.objectNode();
        var first = telegram.messages(chat.userId()).stream().findFirst();
        message.put("message_id", first.map(ChatMessage::messageId).orElse(9_000_000L));
        message.put(
                "date", first.map(m -> m.versions().getFirst().atMs() / 1000).orElse(1_790_000_000L));
        message.putObject("chat")
                .put("id", chat.userId())
                .put("type", "private")
                .put("first_name", "Ada");
        message.putObject("from").put("id", chat.userId()).put("is_bot", false).put("first_name", "Ada");
        return message.put("text", text);
    }

    private static ObjectNode without(ObjectNode message, String... fields) {
        return message.remove(List.of(fields));
    }
}
