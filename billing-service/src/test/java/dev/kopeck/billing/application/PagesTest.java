package dev.kopeck.billing.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagesTest {

    private final List<Integer> asked = new ArrayList<>();

    @Test
    void pagesAreReadToTheEnd() {
        assertThat(all(3, Long.MAX_VALUE, 7)).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(asked).containsExactly(3, 6);
    }

    @Test
    void endBehindAFullPageIsFound() {
        assertThat(all(3, Long.MAX_VALUE, 6)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(all(3, Long.MAX_VALUE, 3)).containsExactly(1, 2, 3);
        assertThat(all(3, Long.MAX_VALUE, 0)).isEmpty();
    }

    @Test
    void noMoreRowsThanWantedAreRead() {
        assertThat(all(3, 5, 100)).containsExactly(1, 2, 3, 4, 5);
        assertThat(all(3, 6, 100)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(all(3, 2, 100)).containsExactly(1, 2);
        assertThat(all(3, 3, 100)).containsExactly(1, 2, 3);
    }

    @Test
    void nextPageIsReadWhenItIsAskedForAndNotBefore() {
        // Given
        var pages = pages(3, Long.MAX_VALUE, 1000);
        var reader = pages.from(IntStream.rangeClosed(1, 3).boxed().toList())
                .subscribe()
                .withSubscriber(AssertSubscriber.<List<Integer>>create(0));
        // When
        reader.request(1);
        assertThat(asked).isEmpty();
        reader.request(2);
        // Then
        assertThat(reader.getItems()).hasSize(3);
        assertThat(asked.size()).as("pages read ahead").isLessThanOrEqualTo(3);
        reader.cancel();
    }

    private List<Integer> all(int size, long most, int rows) {
        asked.clear();
        var pages = pages(size, most, rows);
        var first = IntStream.rangeClosed(1, Math.min(pages.firstSize(), rows))
                .boxed()
                .toList();
        return pages
                .from(first)
                .subscribe()
                .withSubscriber(AssertSubscriber.<List<Integer>>create(Long.MAX_VALUE))
                .awaitCompletion()
                .getItems()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private Pages<Integer> pages(int size, long most, int rows) {
        return new Pages<>(size, most, (last, limit) -> {
            asked.add(last);
            return Uni.createFrom()
                    .item(IntStream.rangeClosed(last + 1, Math.min(last + limit, rows))
                            .boxed()
                            .toList());
        });
    }
}
