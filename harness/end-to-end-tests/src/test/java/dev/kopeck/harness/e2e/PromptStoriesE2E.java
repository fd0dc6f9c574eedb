package dev.kopeck.harness.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.KafkaProbe.SeenRecord;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person with a Telegram account lives through. */
@ExtendWith(RunningKopeck.class)
class PromptStoriesE2E {

    private static final EventCodec CODEC = new EventCodec("/end-to-end-tests");
    private static final Nanos GRANT = Nanos.parse("1.00");
    /** Of kopeck-sim, as billing's application.properties has them: 0.50, 0.25 and 2.00 per million tokens. */
    private static final PriceTerms PRICE =
            PriceTerms.flat(1, new Rates(500_000_000, 250_000_000, 500_000_000, 2_000_000_000, 2_000_000_000));

    private static final Pattern NEEDED_AND_THERE = Pattern.compile("(?s)\\$[0-9]{2,}.*\\$1\\.00");
    private static final String CHARGED_NOTHING = "Nothing was charged";

    private final Kopeck kopeck;
    private final Prompts prompts;

    PromptStoriesE2E(Kopeck kopeck) {
        this.kopeck = kopeck;
        this.prompts = new Prompts(kopeck.topics());
    }

    @Test
    void aNewcomerIsGreetedAnsweredWordByWordAndChargedExactly() throws Exception {
        // Given
        var alice = kopeck.newUser("Alice");
        alice.says("/start");
        alice.awaits(message -> message.text().contains("1.00"));
        // When
        alice.says("What is a kopeck? sim:id=newcomer sim:tokens=120 sim:speed=60");
        var answer = alice.awaits(message -> message.text().contains("$0.000"));
        // Then the answer grew word by word in one message
        assertThat(answer.history()).hasSizeGreaterThan(2);
        assertThat(kopeck.modelCalls("newcomer")).isEqualTo(1);
        // And the balance fell by exactly what the reported tokens cost
        var finished = finishedOf(alice);
        var cost = PRICE.costOf(finished.usage());
        assertThat(finished.usage().outputTokens()).isEqualTo(120);
        assertThat(cost).isGreaterThan(Nanos.ZERO);
        var account = kopeck.books().accountOf(alice.payer());
        assertThat(account.posted()).isEqualTo(GRANT.minus(cost));
        assertThat(account.held()).isEqualTo(Nanos.ZERO);
        assertThat(answer.text()).contains("$" + cost.toDecimal());
        // And /balance says the same
        alice.says("/balance");
        alice.awaits(message -> message.text().contains(account.available().toDecimal()));
    }

    @Test
    void whoCannotPayIsToldWhatIsMissingBeforeAModelIsAsked() {
        // Given
        var bob = kopeck.newUser("Bob");
        bob.says("/start");
        bob.awaits(message -> message.text().contains("1.00"));
        // And a price that a dollar does not reach
        var prober = kopeck.newUser("Prober");
        kopeck.books().setPrice(Kopeck.MODEL, "900000.00", "900000.00");
        Eventually.eventually(() ->
                assertThat(prompts.isAuthorized(prober.payer(), Kopeck.MODEL)).isFalse());
        try {
            // When
            bob.says("Can I afford this? sim:id=too-dear");
            // Then he is told what it takes and what there is
            bob.awaits(message -> NEEDED_AND_THERE.matcher(message.text()).find());
            assertThat(kopeck.modelCalls("too-dear")).isZero();
            var account = kopeck.books().accountOf(bob.payer());
            assertThat(account.posted()).isEqualTo(GRANT);
            assertThat(account.held()).isEqualTo(Nanos.ZERO);
        } finally {
            kopeck.books().setPrice(Kopeck.MODEL, "0.50", "2.00");
            Eventually.eventually(() -> assertThat(prompts.isAuthorized(prober.payer(), Kopeck.MODEL))
                    .isTrue());
        }
    }

    @Test
    void whoHasSpentEverythingIsToldSoBeforeAModelIsAsked() {
        // Given an answer of ten tokens that took the whole dollar
        var mallory = kopeck.newUser("Mallory");
        var spending = prompts.newPrompt(mallory.payer(), Kopeck.DEAR_MODEL, 10);
        kopeck.topics().send(Prompts.saying("Spend it all. sim:tokens=10", spending));
        kopeck.topics().await(Topic.CHARGES_SETTLED, r -> isOf(r, mallory));
        assertThat(kopeck.books().accountOf(mallory.payer()).posted()).isEqualTo(Nanos.ZERO);
        // When
        mallory.says("Anything left? sim:id=penniless");
        // Then
        var refusal = mallory.awaits(message -> message.text().contains(CHARGED_NOTHING));
        assertThat(refusal.text())
                .containsPattern("needs at least \\$0\\.0*[1-9][0-9]*, and you can spend \\$0\\.00\\.");
        assertThat(kopeck.modelCalls("penniless")).isZero();
        var account = kopeck.books().accountOf(mallory.payer());
        assertThat(account.posted()).isEqualTo(Nanos.ZERO);
        assertThat(account.held()).isEqualTo(Nanos.ZERO);
        // And a top-up is all that it takes
        kopeck.books()
                .post(
                        "/v1/accounts/%s/top-ups".formatted(account.id()),
                        "{\"amount\":\"0.50\",\"reference\":\"rescue\"}",
                        "rescue-" + account.id())
                .expect(201);
        mallory.says("And now? sim:id=rescued");
        mallory.awaits(message -> message.text().contains("balance $0.4"));
        assertThat(kopeck.modelCalls("rescued")).isEqualTo(1);
    }

    @Test
    void aMessageLongerThanTheModelsContextIsToldSo() {
        // Given a script that takes several tokens for each of a message's 4096 characters
        var niaj = kopeck.newUser("Niaj");
        var message = "sim:id=too-long " + "\uA015\uA3F7\uA0D1\uA48C".repeat(1000);
        // When
        niaj.says(message);
        // Then
        var refusal = niaj.awaits(said -> said.text().contains(CHARGED_NOTHING));
        assertThat(refusal.text())
                .containsPattern("The conversation has [0-9]+ tokens, but the model takes at most 8191\\.");
        assertThat(kopeck.modelCalls("too-long")).isZero();
        Eventually.eventually(() -> {
            var account = kopeck.books().accountOf(niaj.payer());
            assertThat(account.posted()).isEqualTo(GRANT);
            assertThat(account.held()).isEqualTo(Nanos.ZERO);
        });
    }

    @Test
    void aModelThatFailsCostsNothing() {
        // Given
        var carol = kopeck.newUser("Carol");
        // When
        carol.says("Please fail. sim:500 sim:id=failing");
        var apology = carol.awaits(message -> message.text().contains(CHARGED_NOTHING));
        // Then
        assertThat(apology.text()).containsOnlyOnce(CHARGED_NOTHING);
        Eventually.eventually(() -> {
            var account = kopeck.books().accountOf(carol.payer());
            assertThat(account.posted()).isEqualTo(GRANT);
            assertThat(account.held()).isEqualTo(Nanos.ZERO);
        });
    }

    @Test
    void anAnswerThatBreaksOffCostsNothing() throws Exception {
        // Given
        var dan = kopeck.newUser("Dan");
        // When
        dan.says("Please break off. sim:cut=20 sim:id=cut-off");
        var settled = kopeck.topics().await(Topic.CHARGES_SETTLED, r -> isOf(r, dan));
        // Then
        var charge = CODEC.read(settled.value(), ChargeSettled.class);
        assertThat(charge.resolution()).isEqualTo(ChargeSettled.Resolution.RELEASED);
        assertThat(kopeck.books().accountOf(dan.payer()).posted()).isEqualTo(GRANT);
    }

    @Test
    void theConversationIsRememberedUntilItIsForgotten() throws Exception {
        // Given
        var erin = kopeck.newUser("Erin");
        erin.says("First message. sim:id=first");
        erin.awaits(message -> message.text().contains("$0.000"));
        long alone = finishedOf(erin).usage().inputTokens();
        // When
        erin.says("Second message. sim:id=second");
        kopeck.topics().await(Topic.COMPLETIONS_FINISHED.topicName(), r -> isOf(r, erin), 2, Eventually.DEADLINE);
        // Then the second prompt carried the first turn and its answer
        var inputs = kopeck.topics().records(Topic.COMPLETIONS_FINISHED.topicName(), r -> isOf(r, erin)).stream()
                .map(record -> Long.parseLong(record.headers().get("ce_inputtokens")))
                .toList();
        assertThat(inputs.getLast()).isGreaterThan(alone + 50);
    }

    private CompletionFinished finishedOf(ChatUser user) throws Exception {
        return CODEC.readFinished(kopeck.topics()
                .await(Topic.COMPLETIONS_FINISHED, r -> isOf(r, user))
                .headers());
    }

    private static boolean isOf(SeenRecord seen, ChatUser user) {
        return user.payer().value().equals(seen.key());
    }
}
