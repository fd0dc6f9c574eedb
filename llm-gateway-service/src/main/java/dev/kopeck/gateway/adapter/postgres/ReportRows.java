package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionContent.Problem;
import dev.kopeck.contracts.event.CompletionFinished.Timings;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.prompts.PromptReport;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.PromptState;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Rows of {@link ApiPromptStatements} as reports. */
final class ReportRows {

    private ReportRows() {}

    static PromptReport report(Row row) {
        var position = row.getInteger("position");
        var state = PromptState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        boolean forgotten = row.getString("outcome") != null && row.getString("answer") == null;
        return new PromptReport(
                order(row),
                state,
                (position == null || state != PromptState.QUEUED) ? OptionalInt.empty() : OptionalInt.of(position),
                row.getString("outcome") == null ? Optional.empty() : Optional.of(completion(row)),
                forgotten,
                charge(row),
                decline(row),
                Optional.ofNullable(row.getOffsetDateTime("ended_at")).map(OffsetDateTime::toInstant));
    }

    private static PromptReport.Order order(Row row) {
        return new PromptReport.Order(
                new PromptId(row.getUUID("prompt_id")),
                new AccountId(row.getLong("account_id")),
                row.getString("model"),
                row.getLong("max_output_tokens"),
                row.getInteger("priority"),
                row.getBoolean("cancel_requested"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static Completion completion(Row row) {
        var usage = new Usage(
                row.getLong("used_input"),
                row.getLong("cached_input_tokens"),
                row.getLong("cache_write_tokens"),
                row.getLong("used_output"),
                row.getLong("reasoning_tokens"),
                row.getBoolean("clamped"));
        var code = row.getString("problem_code");
        var problem = code == null ? null : new Problem(code, row.getString("problem_message"));
        var text = Objects.requireNonNullElse(row.getString("answer"), "");
        return new Completion(
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                usage,
                row.getBoolean("estimated"),
                row.getInteger("attempts"),
                new Timings(row.getLong("queue_ms"), row.getLong("first_token_ms"), row.getLong("process_ms")),
                new CompletionContent(text, row.getString("finish_reason"), problem));
    }

    private static Optional<PromptReport.Charge> charge(Row row) {
        var charged = row.getLong("charged");
        return charged == null
                ? Optional.empty()
                : Optional.of(new PromptReport.Charge(new Nanos(charged), row.getString("currency")));
    }

    private static Optional<PromptReport.Decline> decline(Row row) {
        var reason = row.getString("decline_reason");
        return reason == null
                ? Optional.empty()
                : Optional.of(new PromptReport.Decline(
                        DeclineReason.valueOf(reason.toUpperCase(Locale.ROOT)),
                        new Nanos(row.getLong("needed")),
                        new Nanos(row.getLong("available")),
                        row.getString("currency")));
    }
}
