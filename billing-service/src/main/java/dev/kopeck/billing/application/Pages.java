package dev.kopeck.billing.application;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Something long, page after page. The next page is read when the reader asks for it and not before, so a slow reader
 * slows the reading down, and no more than a page is in memory.
 *
 * @param size rows of a page
 * @param rowsMax rows of all pages together
 */
record Pages<T>(int size, long rowsMax, Reader<T> reader) {

    /** Reads one page. */
    @FunctionalInterface
    interface Reader<T> {
        /** Rows behind the last one that was read; fewer than the limit where there are no more. */
        Uni<List<T>> after(T last, int limit);
    }

    /** The rest of something whose first page, of {@link #firstSize} rows, was read already. */
    Multi<List<T>> from(List<T> first) {
        if (first.size() < size) {
            return Multi.createFrom().item(first);
        }
        return Multi.createFrom().item(first).onCompletion().switchTo(() -> rest(first));
    }

    int firstSize() {
        return (int) Math.min(size, rowsMax);
    }

    private Multi<List<T>> rest(List<T> first) {
        var state = new AtomicReference<>(new State<>(first.getLast(), rowsMax - first.size(), true));
        return Multi.createBy()
                .repeating()
                .uni(() -> next(state))
                .whilst(page -> state.get().more())
                .filter(page -> !page.isEmpty());
    }

    private Uni<List<T>> next(AtomicReference<State<T>> state) {
        var now = state.get();
        int limit = (int) Math.min(size, now.left());
        if (limit == 0) {
            state.set(new State<>(now.last(), 0, false));
            return Uni.createFrom().item(List.of());
        }
        return reader.after(now.last(), limit).invoke(page -> state.set(now.behind(page, limit)));
    }

    private record State<T>(T last, long left, boolean more) {
        State<T> behind(List<T> page, int limit) {
            long nowLeft = left - page.size();
            return new State<>(page.isEmpty() ? last : page.getLast(), nowLeft, page.size() == limit && nowLeft > 0);
        }
    }
}
