package dev.kopeck.telegram.adapter.postgres;

import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.telegram.application.Outbox.Claim;
import dev.kopeck.telegram.application.Outbox.Owed;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.Delivery;
import dev.kopeck.telegram.domain.Delivery.Body;
import dev.kopeck.telegram.domain.Delivery.Purpose;
import dev.kopeck.telegram.domain.Delivery.Sent;
import dev.kopeck.telegram.domain.Facts;
import dev.kopeck.telegram.domain.NoticeKind;
import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/** Rows of table delivery as values. */
final class DeliveryRows {

    /** What {@link #claim} reads, of delivery {@code d} and its chat {@code c}. */
    static final String COLUMNS = """
            d.prompt_id, d.chat_id, d.thread_id, d.message_id, d.payer, d.language, d.notice, d.notice_text,
            d.outcome, d.answer, d.finish_reason, d.problem, d.finished_at,
            d.charge_resolution, d.charged, d.balance, d.charge_currency, d.estimated,
            d.refusal_reason, d.refusal_model, d.needed, d.available, d.refusal_currency,
            d.placeholder_id, d.sent_body, d.sent_upto, d.sent_last_from, d.last_message_id, d.footer_shown,
            d.revision, d.failures, d.refusals, d.created_at,
            c.undeliverable_at is not null as chat_gone, clock_timestamp() as as_of
            """;

    private DeliveryRows() {}

    static Owed owed(Row row) {
        return new Owed(new PromptId(row.getUUID("prompt_id")), chat(row));
    }

    static ChatAddress chat(Row row) {
        return new ChatAddress(row.getLong("chat_id"), row.getLong("thread_id"));
    }

    static Claim claim(Row row) {
        var delivery = new Delivery(
                new PromptId(row.getUUID("prompt_id")),
                chat(row),
                row.getString("language"),
                purpose(row),
                row.getLong("placeholder_id"),
                sent(row),
                row.getBoolean("chat_gone"),
                row.getOffsetDateTime("created_at").toInstant());
        return new Claim(
                delivery,
                new Payer(row.getString("payer")),
                row.getLong("message_id"),
                row.getLong("revision"),
                row.getInteger("failures"),
                row.getInteger("refusals"),
                row.getOffsetDateTime("as_of").toInstant());
    }

    private static Purpose purpose(Row row) {
        var notice = row.getString("notice");
        return notice == null
                ? new Purpose.Answer(facts(row))
                : new Purpose.Notice(NoticeKind.valueOf(notice), row.getString("notice_text"));
    }

    private static Sent sent(Row row) {
        var body = row.getString("sent_body");
        return new Sent(
                body == null ? null : Body.valueOf(body),
                row.getInteger("sent_upto"),
                row.getInteger("sent_last_from"),
                row.getLong("last_message_id"),
                row.getBoolean("footer_shown"));
    }

    private static Facts facts(Row row) {
        var finishedAt = row.getOffsetDateTime("finished_at");
        return new Facts(finished(row), finishedAt == null ? null : finishedAt.toInstant(), charge(row), refusal(row));
    }

    private static Facts.@Nullable Finished finished(Row row) {
        var outcome = row.getString("outcome");
        if (outcome == null) {
            return null;
        }
        return new Facts.Finished(
                Outcome.valueOf(outcome),
                row.getString("answer"),
                row.getString("finish_reason"),
                row.getString("problem"));
    }

    private static Facts.@Nullable Charge charge(Row row) {
        var resolution = row.getString("charge_resolution");
        if (resolution == null) {
            return null;
        }
        return new Facts.Charge(
                Resolution.valueOf(resolution),
                new Nanos(row.getLong("charged")),
                new Nanos(row.getLong("balance")),
                row.getString("charge_currency"),
                row.getBoolean("estimated"));
    }

    private static Facts.@Nullable Refusal refusal(Row row) {
        var reason = row.getString("refusal_reason");
        if (reason == null) {
            return null;
        }
        return new Facts.Refusal(
                DeclineReason.valueOf(reason),
                row.getString("refusal_model"),
                new Nanos(row.getLong("needed")),
                new Nanos(row.getLong("available")),
                row.getString("refusal_currency"));
    }
}
