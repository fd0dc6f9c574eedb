package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.prompts.KeptPrompt;
import dev.kopeck.gateway.application.prompts.PromptFilter;
import dev.kopeck.gateway.application.prompts.PromptReport;
import dev.kopeck.gateway.application.prompts.PromptShelf;
import dev.kopeck.gateway.application.prompts.ReportPage;
import dev.kopeck.gateway.application.prompts.RequestHash;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Prompts of the prompt API, in the gateway's own database. */
@ApplicationScoped
class PostgresPromptShelf implements PromptShelf {

    /** So many prompts are looked at for one page, whatever is looked for. */
    private static final int SCAN_MAX = 2_000;

    private final Statements statements;
    private final MessagesJson messages;

    PostgresPromptShelf(Statements statements, MessagesJson messages) {
        this.statements = statements;
        this.messages = messages;
    }

    @Override
    public Uni<Placed> place(KeptPrompt prompt, int unpublishedMax) {
        return statements
                .execute(ApiPromptStatements.PLACE, row(prompt, unpublishedMax))
                .chain(rows -> rows.rowCount() == 1 ? Uni.createFrom().item(new Placed.New()) : placedBefore(prompt));
    }

    @Override
    public Uni<Optional<PromptReport>> find(AccountId account, PromptId promptId) {
        return statements
                .execute(ApiPromptStatements.FIND, Tuple.of(promptId.value(), account.value()))
                .map(PostgresPromptShelf::first);
    }

    @Override
    public Uni<ReportPage> list(AccountId account, PromptFilter filter, Optional<PromptId> before, int size) {
        var parameters = Tuple.tuple()
                .addLong(account.value())
                .addUUID(before.map(PromptId::value).orElse(null))
                .addString(filter.model().orElse(null))
                .addOffsetDateTime(time(filter.from()))
                .addOffsetDateTime(time(filter.until()))
                .addString(filter.state()
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .orElse(null))
                .addInteger(SCAN_MAX)
                .addInteger(size + 1);
        return statements.execute(ApiPromptStatements.LIST, parameters).map(rows -> page(rows, size));
    }

    @Override
    public Uni<Optional<PromptReport>> withdraw(AccountId account, PromptId promptId) {
        return statements
                .execute(ApiPromptStatements.WITHDRAW, Tuple.of(promptId.value(), account.value()))
                .chain(() -> find(account, promptId));
    }

    private Uni<Placed> placedBefore(KeptPrompt prompt) {
        var key = prompt.idempotencyKey();
        if (key.isEmpty()) {
            return Uni.createFrom().item(new Placed.Full());
        }
        return statements
                .execute(
                        ApiPromptStatements.PLACED_BEFORE,
                        Tuple.of(prompt.account().value(), key.get()))
                .map(rows -> {
                    var found = rows.iterator();
                    return found.hasNext() ? before(found.next()) : new Placed.Full();
                });
    }

    private static Placed before(Row row) {
        var hash = HexFormat.of().formatHex(row.getBuffer("request_hash").getBytes());
        return new Placed.Before(new PromptId(row.getUUID("prompt_id")), new RequestHash(hash));
    }

    private Tuple row(KeptPrompt prompt, int unpublishedMax) {
        var facts = prompt.facts();
        return Tuple.tuple()
                .addUUID(facts.promptId().value())
                .addLong(prompt.account().value())
                .addUUID(prompt.keyId())
                .addString(prompt.idempotencyKey().orElse(null))
                .addBuffer(
                        Buffer.buffer(HexFormat.of().parseHex(prompt.request().hex())))
                .addString(facts.model())
                .addLong(facts.inputTokens())
                .addLong(facts.maxOutputTokens())
                .addInteger(facts.priority())
                .addString(messages.write(prompt.content()))
                .addValue(Interval.of(prompt.texts().keptFor()))
                .addBoolean(prompt.texts().messagesKept())
                .addString(prompt.callback().map(URI::toString).orElse(null))
                .addInteger(unpublishedMax);
    }

    /** More than were asked for, or a scan that ended at its bound: then there may be a next page. */
    private static ReportPage page(RowSet<Row> rows, int size) {
        var found = new ArrayList<PromptReport>();
        UUID lastSeen = null;
        long seen = 0;
        for (var row : rows) {
            lastSeen = row.getUUID("last_seen");
            seen = row.getLong("seen_count");
            if (row.getUUID("prompt_id") != null) {
                found.add(ReportRows.report(row));
            }
        }
        if (found.size() > size) {
            var shown = found.subList(0, size);
            return new ReportPage(shown, Optional.of(shown.getLast().id()));
        }
        return new ReportPage(
                found,
                seen < SCAN_MAX
                        ? Optional.empty()
                        : Optional.ofNullable(lastSeen).map(PromptId::new));
    }

    private static Optional<PromptReport> first(RowSet<Row> rows) {
        var found = rows.iterator();
        return found.hasNext() ? Optional.of(ReportRows.report(found.next())) : Optional.empty();
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> time) {
        return time.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
