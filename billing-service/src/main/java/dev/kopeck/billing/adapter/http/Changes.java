package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.application.AuditLog;
import dev.kopeck.billing.application.Idempotency;
import dev.kopeck.billing.application.Idempotency.Answer;
import dev.kopeck.billing.application.Idempotency.Answered;
import dev.kopeck.billing.application.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every change that this API makes: it and its audit entry are one transaction, and a POST happens once per
 * {@code Idempotency-Key} and path, with the recorded answer after that, for the caller who made it and nobody else.
 */
@ApplicationScoped
class Changes {

    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    private final Transactions transactions;
    private final Idempotency idempotency;
    private final AuditLog audit;
    private final Callers callers;
    private final JsonTexts json;

    Changes(Transactions transactions, Idempotency idempotency, AuditLog audit, Callers callers, JsonTexts json) {
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.audit = audit;
        this.callers = callers;
        this.json = json;
    }

    /** A POST that makes something: 201 and the change's view. */
    Uni<Response> post(String path, @Nullable String key, Object body, Supplier<Uni<Change>> work) {
        return post(CREATED, path, key, body, work);
    }

    /** A POST that asks for something that is done later: 202 and the change's view. */
    Uni<Response> accepted(String path, @Nullable String key, Object body, Supplier<Uni<Change>> work) {
        return post(ACCEPTED, path, key, body, work);
    }

    /**
     * A POST that only asks: 200 and the answer. Nothing is changed, so the key may be left out; with one, the first
     * answer is given again.
     */
    Uni<Response> ask(String path, @Nullable String key, Object body, Supplier<Uni<?>> work) {
        var optional = Fields.optional(HEADER, key);
        if (optional == null) {
            return work.get()
                    .map(view ->
                            Response.ok(view).type(MediaType.APPLICATION_JSON).build());
        }
        var request = new Idempotency.Request(path, optional, callers.current().name(), hash(json.canonical(body)));
        // Asked before the transaction, which would hold one connection while the question takes another.
        return work.get()
                .map(view -> new Answer(OK, json.written(view)))
                .chain(answer ->
                        idempotency.once(request, () -> Uni.createFrom().item(answer)))
                .map(Changes::response);
    }

    /** A PUT, PATCH or DELETE, which may be repeated as it is. */
    Uni<Response> apply(Supplier<Uni<Change>> work) {
        var caller = callers.current();
        return transactions
                .inOne(() -> audited(caller, work))
                .map(change -> Response.ok(change.view())
                        .type(MediaType.APPLICATION_JSON)
                        .build());
    }

    private Uni<Response> post(int status, String path, @Nullable String key, Object body, Supplier<Uni<Change>> work) {
        var caller = callers.current();
        var request =
                new Idempotency.Request(path, Fields.required(HEADER, key), caller.name(), hash(json.canonical(body)));
        return idempotency
                .once(request, () -> audited(caller, work).map(change -> answer(status, change)))
                .map(Changes::response);
    }

    private Answer answer(int status, Change change) {
        return new Answer(status, json.written(change.view()), json.written(change.shown()));
    }

    private Uni<Change> audited(Caller caller, Supplier<Uni<Change>> work) {
        return work.get()
                .call(change -> change.isOne()
                        ? audit.record(entry(caller, change))
                        : Uni.createFrom().voidItem());
    }

    private AuditLog.Entry entry(Caller caller, Change change) {
        return new AuditLog.Entry(
                caller.name(),
                caller.role(),
                change.action(),
                change.subject(),
                Optional.ofNullable(change.before()).map(json::written),
                Optional.of(json.written(change.view())));
    }

    /**
     * What was changed.
     *
     * @param action in the words of the API: {@code account.freeze}
     * @param subject {@code account:1001}
     * @param before the subject as it was; null where it is new
     * @param view the subject as it is now: what is recorded, and what the client gets when it asks again
     * @param shown what the client gets the first time; more than the view only where that holds a secret
     */
    record Change(String action, String subject, @Nullable Object before, Object view, Object shown) {

        Change(String action, String subject, @Nullable Object before, Object view) {
            this(action, subject, before, view, view);
        }

        private static final String NONE = "";

        static Change of(String action, String subject, Object view) {
            return new Change(action, subject, null, view);
        }

        /** The secret is in {@code shown} alone: it is told once, and neither recorded nor audited. */
        static Change secret(String action, String subject, Object view, Object shown) {
            return new Change(action, subject, null, view, shown);
        }

        /** What was asked for is so already: there is nothing to tell the audit log. */
        static Change none(Object view) {
            return new Change(NONE, NONE, null, view);
        }

        boolean isOne() {
            return !action.equals(NONE);
        }
    }

    private static Response response(Answered answered) {
        return switch (answered) {
            case Answered.Done done -> {
                var response = Response.status(done.answer().status())
                        .type(MediaType.APPLICATION_JSON)
                        .entity(done.answer().shown());
                yield (done.replayed() ? response.header(REPLAYED, "true") : response).build();
            }
            case Answered.KeyReused reused ->
                throw new ProblemException(Problem.keyReused().at(HEADER));
            case Answered.InProgress inProgress ->
                throw new ProblemException(Problem.keyInProgress().at(HEADER));
        };
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
