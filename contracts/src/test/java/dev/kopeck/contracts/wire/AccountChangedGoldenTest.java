package dev.kopeck.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.money.Nanos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** accounts.changed grew by the API key that a change is about; the golden file of the first form stays as it is. */
class AccountChangedGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventCodec CODEC = new EventCodec("/golden");
    private static final AccountChanged REVOKED = new AccountChanged(
            UUID.fromString("019ab0a0-1c00-7fff-8000-000000000001"),
            Samples.PAYER,
            Samples.ACCOUNT,
            AccountChanged.Change.KEY_REVOKED,
            Nanos.ZERO,
            new Nanos(6_000_000_000L),
            "USD",
            UUID.fromString("019ab0a0-1c00-7fff-8000-000000000002"));

    @Test
    void revokedKeyIsNamed() throws Exception {
        // Given
        var golden = golden("accounts.changed.v1.key-revoked.json");
        // When
        var written = CODEC.encode(REVOKED, Samples.NOON);
        // Then
        assertThat(JSON.readTree(written.value())).isEqualTo(golden.get("value"));
        assertThat(written.headers().get("ce_id"))
                .isEqualTo(golden.at("/headers/ce_id").asText());
        assertThat(CODEC.read(written.value(), AccountChanged.class)).isEqualTo(REVOKED);
    }

    @Test
    void recordOfTheFirstFormNamesNoKey() throws Exception {
        // Given
        byte[] first = JSON.writeValueAsBytes(golden("accounts.changed.v1.json").get("value"));
        // When
        var read = CODEC.read(first, AccountChanged.class);
        // Then
        assertThat(read.apiKeyId()).isNull();
        assertThat(JSON.readTree(CODEC.encode(read, Samples.NOON).value()).has("apiKeyId"))
                .isFalse();
    }

    private static JsonNode golden(String file) throws IOException {
        return JSON.readTree(Files.readString(GOLDEN.resolve(file)));
    }
}
