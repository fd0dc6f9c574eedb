package dev.kopeck.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptContent.Message;
import dev.kopeck.contracts.event.PromptContent.Role;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.harness.simulators.telegram.TelegramSimulator;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import dev.kopeck.harness.testkit.KafkaProbe;
import dev.kopeck.telegram.config.TelegramConfig;
import dev.kopeck.telegram.support.BillingStub;
import dev.kopeck.telegram.support.BotFixture;
import dev.kopeck.telegram.support.SimulatedWorld;
import dev.kopeck.tokens.TokenCounter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(SimulatedWorld.class)
class ConversationIT {

    TelegramSimulator telegram;
    BillingStub billing;

    @Inject
    TelegramConfig config;

    private KafkaProbe kafka;
    private BotFixture chat;

    @BeforeEach
    void arrive() {
        kafka = new KafkaProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
        chat = new BotFixture(telegram, kafka);
    }

    @AfterEach
    void leave() {
        kafka.close();
    }

    @Test
    void aMessageBecomesASubmittedPromptWithExactFacts() {
        // When
        var asked = chat.ask("What is a kopeck?");
        // Then
        var instructions = config.prompt().instructions().orElseThrow();
        assertThat(asked.content().messages())
                .containsExactly(
                        new Message(Role.SYSTEM, instructions), new Message(Role.USER, "What is a kopeck?"));
        var tokens = new TokenCounter().promptUpperBound("gpt-4o-mini", asked.content().messages());
        assertThat(asked.facts())
                .isEqualTo(new PromptSubmitted(
                        asked.id(), chat.payer(), Channel.TELEGRAM, "gpt-4o-mini", tokens, 1024, 5));
        chat.seesOnly("…");
    }

    @Test
    void anAnswerIsShownWithItsPriceAndJoinsTheConversation() {
        // Given
        var first = chat.ask("My name is Ada.");
        // When
        chat.completes(first, "Hello Ada!");
        chat.charges(first, "0.000123", "0.999877");
        // Then
        chat.seesOnly("Hello Ada!\n\n— $0.000123 · balance $0.999877");
        var second = chat.ask("What is my name?");
        assertThat(second.content().messages().subList(1, 4))
                .containsExactly(
                        new Message(Role.USER, "My name is Ada."),
                        new Message(Role.ASSISTANT, "Hello Ada!"),
                        new Message(Role.USER, "What is my name?"));
    }
}
