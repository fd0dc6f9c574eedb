package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the steps of a random history were answered with, and were to be. */
final class StepAnswers {

    /** Which statuses each step was answered with. */
    final Map<String, Set<Integer>> reached = new TreeMap<>();

    void expect(String what, int expected, Row row, String where) {
        assertThat((int) row.getShort("o_status")).as("%s %s", where, what).isEqualTo(expected);
        reached(what, expected);
    }

    void reached(String what, int status) {
        reached.computeIfAbsent(what, key -> new TreeSet<>()).add(status);
    }

    static OffsetDateTime at(Row row) {
        return row.getOffsetDateTime("o_at");
    }
}
