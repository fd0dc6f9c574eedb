package dev.kopeck.billing.domain.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EntryRangeTest {

    @Test
    void portionsAreBoundedByAccounts() {
        var ranges = LongStream.rangeClosed(1, 7)
                .mapToObj(account -> new EntryRange(account, 0, 0))
                .toList();
        assertThat(EntryRange.portions(ranges, 3, 100)).extracting(List::size).containsExactly(3, 3, 1);
    }

    @Test
    void portionsAreBoundedByEntriesAndKeepEveryAccountOnce() {
        // Given
        var ranges = List.of(
                new EntryRange(1, 0, 60),
                new EntryRange(2, 0, 40),
                new EntryRange(3, 90, 91),
                new EntryRange(4, 0, 5000),
                new EntryRange(5, 0, 1));
        // When
        var portions = EntryRange.portions(ranges, 100, 100);
        // Then
        assertThat(portions).extracting(List::size).containsExactly(2, 1, 1, 1);
        assertThat(portions.stream().flatMap(List::stream)).containsExactlyElementsOf(ranges);
    }

    @Test
    void nothingHasNoPortions() {
        assertThat(EntryRange.portions(List.of(), 3, 100)).isEmpty();
    }
}
