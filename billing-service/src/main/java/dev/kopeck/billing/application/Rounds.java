package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/**
 * Handles a batch in which an id may come more than once: first all first ones, then all second ones, and so on. What
 * comes again is thus answered by what is recorded, and is never swallowed by a first one that was set aside.
 */
final class Rounds {

    private Rounds() {}

    /** @param work takes elements of distinct ids; one result per element, in order */
    static <T, K, R> Uni<List<R>> inRounds(List<T> batch, Function<T, K> id, Function<List<T>, Uni<List<R>>> work) {
        var seen = new HashSet<K>();
        var first = new ArrayList<T>(batch.size());
        var again = new ArrayList<T>();
        var isFirst = new boolean[batch.size()];
        for (int i = 0; i < batch.size(); i++) {
            isFirst[i] = seen.add(id.apply(batch.get(i)));
            (isFirst[i] ? first : again).add(batch.get(i));
        }
        if (again.isEmpty()) {
            return work.apply(batch);
        }
        return work.apply(first).chain(done -> inRounds(again, id, work).map(rest -> merged(isFirst, done, rest)));
    }

    private static <R> List<R> merged(boolean[] isFirst, List<R> done, List<R> rest) {
        var nextDone = done.iterator();
        var nextRest = rest.iterator();
        var merged = new ArrayList<R>(isFirst.length);
        for (boolean one : isFirst) {
            merged.add(one ? nextDone.next() : nextRest.next());
        }
        return merged;
    }
}
