package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A key in clear. */
class ApiKeySecretTest {

    @Test
    void keyHas256RandomBitsBehindItsMark() {
        var keys = IntStream.range(0, 1000)
                .mapToObj(i -> ApiKeySecret.mint(new SecureRandom()).value())
                .toList();
        assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.matches("kp_[A-Za-z0-9_-]{43}"));
    }

    @Test
    void hashIsThatOfTheText() {
        assertThat(HexFormat.of().formatHex(new ApiKeySecret("abc").hash()))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void neitherPrefixNorTextShowsTheKey() {
        // Given
        var key = ApiKeySecret.mint(new SecureRandom());
        // Then
        assertThat(key.value()).startsWith(key.prefix());
        assertThat(key.prefix()).hasSize(11);
        assertThat(key.toString()).isEqualTo("ApiKeySecret");
        assertThat(new ApiKeySecret("kp").prefix()).isEqualTo("kp");
    }
}
