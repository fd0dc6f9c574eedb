package dev.kopeck.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Event;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.ReplyAddress;
import dev.kopeck.contracts.event.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts grew by the address that a door waits at, completions and charges by what it calls them. */
class ReplyGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final EventCodec CODEC = new EventCodec("/golden");
    private static final byte[] NOTHING = {'{', '}'};

    @Test
    void aPromptNamesWhereItsDoorWaits() throws Exception {
        // When
        var written = CODEC.encode(Samples.ASKED_FOR, NOTHING, Samples.NOON);
        // Then
        assertThat(tree(written)).isEqualTo(golden("prompts.submitted.v1.reply.json", written));
        assertThat(CODEC.readSubmitted(written.headers())).isEqualTo(Samples.ASKED_FOR);
    }

    @Test
    void aPromptWithoutAPlaceToWaitIsAsGoodAsEver() throws Exception {
        // Given
        var headers = headers(JSON.readTree(Files.readString(GOLDEN.resolve("prompts.submitted.v1.json"))));
        // When
        var read = CODEC.readSubmitted(headers);
        // Then
        assertThat(read).isEqualTo(Samples.SUBMITTED);
        assertThat(read.replyTo()).isNull();
    }

    @Test
    void anAuthorisedPromptGoesWhereItsDoorWaits() throws Exception {
        // When
        var written = CODEC.encode(Samples.WAITED_FOR, NOTHING, Samples.NOON)
                .repliedTo(Samples.WAITED_FOR.prompt().replyTo());
        // Then
        assertThat(written.topic()).isEqualTo(Topic.PROMPTS_REPLIES);
        assertThat(written.partition()).isEqualTo(5);
        assertThat(written.headers())
                .containsEntry("ce_type", "dev.kopeck.prompts.authorized.v1")
                .containsEntry("REPLY_CORRELATION_ID", "gateway-1/7");
        assertThat(CODEC.readAuthorized(written.headers())).isEqualTo(Samples.WAITED_FOR);
    }

    @Test
    void aDeclinedPromptTellsItsReasonWhereItsDoorWaits() throws Exception {
        // Given
        var declined = sample(PromptDeclined.class);
        // When
        var written = CODEC.encode(declined, Samples.NOON).repliedTo(Samples.REPLY_TO);
        // Then
        assertThat(tree(written)).isEqualTo(golden("prompts.replies.v1.declined.json", written));
        assertThat(written.topic()).isEqualTo(Topic.PROMPTS_REPLIES);
        assertThat(CODEC.read(written.value(), PromptDeclined.class)).isEqualTo(declined);
    }

    @Test
    void aCompletionTakesTheNameAlongAndTheChargeCarriesIt() throws Exception {
        // Given
        var plain = Samples.FINISHED;
        var finished = new CompletionFinished(
                plain.promptId(),
                plain.payer(),
                plain.channel(),
                plain.accountId(),
                plain.model(),
                plain.priceVersion(),
                plain.outcome(),
                plain.usage(),
                plain.estimated(),
                plain.attempts(),
                plain.timings(),
                true,
                "gateway-1/7");
        // When
        var completion = CODEC.encode(finished, NOTHING, Samples.NOON);
        var charge = CODEC.encode(sample(ChargeSettled.class), Samples.NOON).correlatedTo("gateway-1/7");
        // Then
        assertThat(tree(completion)).isEqualTo(golden("completions.finished.v1.reply.json", completion));
        assertThat(CODEC.readFinished(completion.headers())).isEqualTo(finished);
        assertThat(tree(charge)).isEqualTo(golden("charges.settled.v1.reply.json", charge));
        assertThat(charge.topic()).isEqualTo(Topic.CHARGES_SETTLED);
    }

    @Test
    void whereNobodyWaitsNothingChanges() {
        // Given
        var record = CODEC.encode(sample(ChargeSettled.class), Samples.NOON);
        // Then
        assertThat(record.repliedTo(null)).isSameAs(record);
        assertThat(record.correlatedTo(null)).isSameAs(record);
    }

    @Test
    void theAddressMayLeaveThePartitionOpen() throws Exception {
        // Given
        var headers = new HashMap<>(
                CODEC.encode(Samples.ASKED_FOR, NOTHING, Samples.NOON).headers());
        headers.remove("REPLY_PARTITION");
        // When
        var read = CODEC.readSubmitted(headers);
        // Then
        assertThat(read.replyTo()).isEqualTo(new ReplyAddress(Topic.PROMPTS_REPLIES, null, "gateway-1/7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REPLY_TOPIC          | accounts.changed.v1 | REPLY_TOPIC must be prompts.replies.v1",
                "REPLY_TOPIC          | __consumer_offsets  | but is \"__consumer_offsets\"",
                "REPLY_PARTITION      | 5                   | REPLY_PARTITION must be four bytes",
                "REPLY_PARTITION      | 9999                | from 0 to 23",
                "REPLY_CORRELATION_ID | ' '                 | REPLY_CORRELATION_ID must have from 1 to 200 characters",
            })
    void anAddressThatIsNoneIsNamed(String header, String value, String complaint) {
        // Given
        var headers = new HashMap<>(
                CODEC.encode(Samples.ASKED_FOR, NOTHING, Samples.NOON).headers());
        headers.put(header, value);
        // When / Then
        assertThatThrownBy(() -> CODEC.readSubmitted(headers))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void anAddressNeedsANameToCallBy() {
        // Given
        var headers = new HashMap<>(
                CODEC.encode(Samples.ASKED_FOR, NOTHING, Samples.NOON).headers());
        headers.remove("REPLY_CORRELATION_ID");
        // When / Then
        assertThatThrownBy(() -> CODEC.readSubmitted(headers)).hasMessage("header REPLY_CORRELATION_ID is missing");
    }

    private static <T extends Event> T sample(Class<T> type) {
        return Samples.JSON_EVENTS.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode tree(WireRecord written) throws IOException {
        var tree = JSON.createObjectNode().put("key", written.key());
        var headers = tree.putObject("headers");
        written.headers().forEach(headers::put);
        tree.set("value", JSON.readTree(written.value()));
        return tree;
    }

    private static Map<String, String> headers(JsonNode golden) {
        var headers = new HashMap<String, String>();
        golden.get("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    /** Written once, by {@code -Dkopeck.golden.write=true}; a file that exists is never edited. */
    private static JsonNode golden(String name, WireRecord written) throws IOException {
        var file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("kopeck.golden.write") && Files.notExists(file)) {
            Files.writeString(file, JSON.writeValueAsString(tree(written)) + "\n");
        }
        return JSON.readTree(Files.readString(file));
    }
}
