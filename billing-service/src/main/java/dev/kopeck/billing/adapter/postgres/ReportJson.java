package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.trust.Report;
import dev.kopeck.billing.domain.trust.Report.HourLine;
import dev.kopeck.billing.domain.trust.Report.Line;
import dev.kopeck.billing.domain.trust.Report.PaymentLine;
import dev.kopeck.billing.domain.trust.Report.UsageLine;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/** A report the way that it is kept and shown: amounts as decimal strings, what is not known left out. */
final class ReportJson {

    private ReportJson() {}

    static String written(Report report) {
        var lines = new JsonArray();
        report.lines().forEach(line -> lines.add(written(line)));
        return new JsonObject()
                .put("notes", new JsonArray(List.copyOf(report.notes())))
                .put("lines", lines)
                .put("omitted", report.omitted())
                .encode();
    }

    private static JsonObject written(Line line) {
        return switch (line) {
            case HourLine hour ->
                new JsonObject()
                        .put("topic", hour.topic())
                        .put("hour", hour.hour().toString())
                        .put("rows", hour.rows())
                        .put("events", hour.events())
                        .put("untold", hour.untold())
                        .put("unknown", hour.unknown())
                        .put("samples", new JsonArray(List.copyOf(hour.samples())));
            case PaymentLine payment -> written(payment);
            case UsageLine usage -> written(usage);
        };
    }

    private static JsonObject written(PaymentLine payment) {
        var json = new JsonObject()
                .put("paymentId", payment.paymentId())
                .put("verdict", payment.verdict())
                .put("at", payment.at().toString());
        payment.there().map(ReportJson::plain).ifPresent(stars -> json.put("stars", stars));
        payment.expected().map(ReportJson::plain).ifPresent(worth -> json.put("expected", worth));
        payment.here().map(Nanos::toDecimal).ifPresent(amount -> json.put("credited", amount));
        payment.account().map(AccountId::toString).ifPresent(account -> json.put("accountId", account));
        payment.entry().map(UUID::toString).ifPresent(entry -> json.put("transactionId", entry));
        return json;
    }

    private static JsonObject written(UsageLine usage) {
        var json = new JsonObject()
                .put("day", usage.day().toString())
                .put("model", usage.model())
                .put("inputTokens", usage.inputHere())
                .put("inputTokensThere", usage.inputThere())
                .put("outputTokens", usage.outputHere())
                .put("outputTokensThere", usage.outputThere())
                .put("charged", usage.charged().toDecimal())
                .put("flagged", usage.flagged());
        usage.cost().map(ReportJson::plain).ifPresent(cost -> json.put("costThere", cost));
        usage.driftPercent().map(ReportJson::plain).ifPresent(drift -> json.put("driftPercent", drift));
        return json;
    }

    private static String plain(BigDecimal number) {
        return number.toPlainString();
    }
}
