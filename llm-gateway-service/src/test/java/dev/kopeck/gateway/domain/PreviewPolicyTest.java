package dev.kopeck.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewPolicyTest {

    private final PreviewPolicy policy = new PreviewPolicy(Set.of(Channel.TELEGRAM), Duration.ofMillis(250), 4);

    @ParameterizedTest
    @CsvSource({"abc, abc", "abcd, abcd", "abcde, abcd", "abc🙂, abc", "ab🙂, ab🙂", "ab🙂c, ab🙂"})
    void aPreviewIsCutBetweenCharacters(String text, String expected) {
        // When
        var cut = policy.cut(text);

        // Then
        assertThat(cut).isEqualTo(expected);
    }
}
