package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Views.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How every list of this API is read: at most {@code limit} items, and a {@code nextCursor} that the client hands back as
 * {@code cursor} for the next ones. A cursor names the last item that was shown, never a number of items to skip, so that
 * what is added meanwhile neither shifts a page nor makes it slow. What it looks like is nobody's business.
 */
final class Paging {

    static final String LIMIT = "limit";
    static final String CURSOR = "cursor";

    private static final int USUAL = 50;
    private static final int MOST = 200;

    private final int size;

    private Paging(int size) {
        this.size = size;
    }

    /** @param limit as it came in; 50 where it is left out, 200 at most */
    static Paging of(@Nullable String limit) {
        return new Paging((int) Fields.number(LIMIT, limit, USUAL, 1, MOST));
    }

    /** How many items to read: one more than is shown tells that there is a next page. */
    int lookAhead() {
        return size + 1;
    }

    <T, V> Page<V> page(List<T> found, Function<T, V> view, Function<T, String> cursor) {
        boolean more = found.size() > size;
        var shown = more ? found.subList(0, size) : found;
        return new Page<>(shown.stream().map(view).toList(), more ? cursor.apply(shown.getLast()) : null);
    }
}
