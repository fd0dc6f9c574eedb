package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.StatementViews.LineView;
import dev.kopeck.billing.adapter.http.StatementViews.StatementRow;
import dev.kopeck.billing.adapter.http.StatementViews.StatementView;
import dev.kopeck.billing.application.ReadLedger;
import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.StatementOutcome;
import dev.kopeck.billing.domain.StatementSummary;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a period did to an account, line by line: opening balance + all amounts = closing balance. */
@Path("/v1/accounts/{id}/statement")
@Tag(name = "Statements")
class StatementResource {

    private static final CsvTexts<StatementRow> CSV = new CsvTexts<>(StatementRow.class);

    private final ReadLedger ledger;
    private final Downloads downloads;
    private final JsonTexts json;
    private final Clock clock;

    StatementResource(ReadLedger ledger, Downloads downloads, JsonTexts json, Clock clock) {
        this.ledger = ledger;
        this.downloads = downloads;
        this.json = json;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Read an account's statement",
            description = "What a period did to the account, line by line: opening balance + all"
                    + " amounts = closing balance. As JSON or CSV.")
    @APIResponse(
            responseCode = "200",
            description = "The statement",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = StatementView.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING, examples = """
                    row,seq,createdAt,kind,amount,balance,heldReleased,model,priceVersion,channel,inputTokens,outputTokens,estimated,id,\
                    reference,operator,reason,entries\n\
                    opening,,2026-11-01T00:00:00Z,,,0.00,,,,,,,,,,,,\n\
                    line,1,2026-11-25T10:15:30.123456Z,top_up,5.00,5.00,0.00,,,,,,false,\
                    0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c,invoice 17,operator,,\n\
                    total,,,top_up,5.00,,,,,,,,,,,,,1\n\
                    closing,,2026-12-01T00:00:00Z,,,5.00,,,,,,,,,,,,\n"""))
            })
    public Uni<Response> statement(String id, @BeanParam Asked asked, @Context HttpHeaders headers) {
        var account = Fields.accountId(id);
        var zone = TimeFields.zone(asked.zone);
        var period = TimeFields.period(asked.from, asked.until, zone, clock.instant());
        var format = Format.chosen(asked.format, headers, Format.JSON, Format.CSV);
        return downloads.of(
                format,
                "statement-" + account,
                () -> ledger.statement(account, period)
                        .map(outcome -> found(account, outcome))
                        .chain(summary -> pieces(format, summary)));
    }

    /** What may stand behind the question mark. */
    static final class Asked {
        @QueryParam("from")
        @Parameter(
                description = "The beginning of the period: a date in the zone or an RFC 3339 time;"
                        + " that of the month where left out.",
                example = "2026-11-01")
        @Nullable String from;

        @QueryParam("to")
        @Parameter(description = "Its end, which does not belong to it; now where left out.", example = "2026-12-01")
        @Nullable String until;

        @QueryParam("zone")
        @Parameter(description = "The time zone of dates; UTC where left out.", example = "Europe/Berlin")
        @Nullable String zone;

        @QueryParam("format")
        @Parameter(description = "json or csv; by Accept where left out.", example = "json")
        @Nullable String format;
    }

    private static StatementSummary found(AccountId account, StatementOutcome outcome) {
        return switch (outcome) {
            case StatementOutcome.Found found -> found.summary();
            case StatementOutcome.UnknownAccount unknown ->
                throw new ProblemException(Problem.notFound("Account %s does not exist.".formatted(account))
                        .at("id"));
            case StatementOutcome.Archived archived ->
                throw Fields.invalid(
                        "from",
                        "entries before %s are archived; begin then or later".formatted(archived.completeFrom()));
        };
    }

    private Uni<Multi<byte[]>> pieces(Format format, StatementSummary summary) {
        return ledger.lines(summary).map(pages -> format == Format.CSV ? csv(summary, pages) : json(summary, pages));
    }

    private static Multi<byte[]> csv(StatementSummary summary, Multi<List<BookEntry>> pages) {
        var period = summary.period();
        var opening =
                StatementRow.balance("opening", period.from(), summary.opening().toDecimal());
        var last = new ArrayList<>(
                summary.totals().stream().map(StatementRow::total).toList());
        last.add(StatementRow.balance(
                "closing", period.until(), summary.closing().toDecimal()));
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().items(CSV.head(), CSV.rows(List.of(opening))),
                        pages.map(page ->
                                CSV.rows(page.stream().map(StatementRow::line).toList())),
                        Multi.createFrom().item(CSV.rows(last)));
    }

    /** One JSON object, whose last field is the list of lines. */
    private Multi<byte[]> json(StatementSummary summary, Multi<List<BookEntry>> pages) {
        var head = json.written(StatementView.of(summary));
        var begun = new AtomicBoolean();
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(head.substring(0, head.length() - 1) + ",\"lines\":["),
                        pages.filter(page -> !page.isEmpty())
                                .map(page -> (begun.getAndSet(true) ? "," : "") + lines(page)),
                        Multi.createFrom().item("]}"))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private String lines(List<BookEntry> page) {
        return page.stream().map(LineView::of).map(json::written).collect(Collectors.joining(","));
    }
}
