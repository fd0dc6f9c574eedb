package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Idempotency;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Claims the key first: the loser of two simultaneous claims waits on the unique key until the winner has committed its
 * answer, or takes over where it rolled back.
 */
@ApplicationScoped
class PostgresIdempotency implements Idempotency {

    private static final String CLAIM = """
            INSERT INTO idempotency (path, key, request_hash)
            VALUES (CAST(:path AS text), CAST(:key AS text), CAST(:hash AS text)) ON CONFLICT (path, key) DO NOTHING""";
    private static final String RECORD =
            "UPDATE idempotency SET status = :status, response = CAST(:response AS text) WHERE path = :path AND key = :key";
    private static final String RECALL =
            "SELECT request_hash, status, response FROM idempotency WHERE path = :path AND key = :key";

    @Override
    public Uni<Answered> once(Request request, Supplier<Uni<Answer>> work) {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> claim(session, request)
                                .chain(claimed ->
                                        claimed == 1 ? first(session, request, work) : again(session, request))))
                .onFailure()
                .transform(SqlFailures::ofWork);
    }

    private static Uni<Integer> claim(Mutiny.Session session, Request request) {
        return session.createNativeQuery(CLAIM)
                .setParameter("path", request.path())
                .setParameter("key", request.key())
                .setParameter("hash", request.hash())
                .executeUpdate();
    }

    private static Uni<Answered> first(Mutiny.Session session, Request request, Supplier<Uni<Answer>> work) {
        return work.get()
                .call(answer -> session.createNativeQuery(RECORD)
                        .setParameter("status", answer.status())
                        .setParameter("response", answer.body())
                        .setParameter("path", request.path())
                        .setParameter("key", request.key())
                        .executeUpdate())
                .map(answer -> new Answered.Done(answer, false));
    }

    private static Uni<Answered> again(Mutiny.Session session, Request request) {
        return session.createNativeQuery(RECALL, Object[].class)
                .setParameter("path", request.path())
                .setParameter("key", request.key())
                .getSingleResult()
                .map(row -> request.hash().equals(row[0])
                        ? new Answered.Done(new Answer(((Number) row[1]).intValue(), (String) row[2]), true)
                        : new Answered.KeyReused());
    }
}
