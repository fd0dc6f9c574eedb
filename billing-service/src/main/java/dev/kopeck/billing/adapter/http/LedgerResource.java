package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.LedgerViews.BalancesView;
import dev.kopeck.billing.adapter.http.LedgerViews.ExportView;
import dev.kopeck.billing.adapter.http.LedgerViews.PartitionView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.LedgerUpkeep;
import dev.kopeck.billing.application.ReadLedger;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.LedgerCursor;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The whole ledger: its export, its balances, its partitions. */
@Path("/v1/ledger")
@Tag(name = "Ledger")
class LedgerResource {

    private static final int EXPORT_DEFAULT = 10_000;
    private static final CsvTexts<ExportView> CSV = new CsvTexts<>(ExportView.class);

    private final ReadLedger ledger;
    private final LedgerUpkeep upkeep;
    private final Downloads downloads;
    private final JsonTexts json;
    private final int exportMax;

    LedgerResource(ReadLedger ledger, LedgerUpkeep upkeep, Downloads downloads, JsonTexts json, BillingConfig config) {
        this.ledger = ledger;
        this.upkeep = upkeep;
        this.downloads = downloads;
        this.json = json;
        this.exportMax = config.ledger().exportMax();
    }

    /** Entries behind a cursor, each with its own: whoever comes back with the last one gets every entry exactly once. */
    @GET
    @Path("/export")
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Export the ledger",
            description = "Entries behind a cursor, each with its own: whoever comes back with"
                    + " the last one gets every entry exactly once. As NDJSON or CSV.")
    @APIResponse(
            responseCode = "200",
            description = "One entry a line",
            content = {
                @Content(mediaType = "application/x-ndjson", schema = @Schema(implementation = ExportView.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING, examples = """
                    cursor,id,createdAt,kind,debitAccount,creditAccount,amount,held,account,seq,balanceAfter,priceVersion,model,channel,\
                    inputTokens,cachedInputTokens,cacheWriteTokens,outputTokens,reasoningTokens,estimated,ref,keyId,reference,\
                    operator,reason\n\
                    4711.0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c,0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c,2026-11-25T10:15:31.123456Z,charge,\
                    1001,1,0.00007,0.00205,1001,2,4.99993,1,kopeck-sim,api,20,0,0,30,0,false,\
                    0193565e-5d0c-7b1e-9a51-6c1f2b7f0a11,,,,\n"""))
            })
    public Uni<Response> export(
            @Parameter(
                            description =
                                    "The cursor of the last entry that you have; from the beginning where left out.",
                            example = "4711.0193565e-5d0b-7c70-8b0a-d4a95f2f6b1c")
                    @QueryParam("after")
                    @Nullable String after,
            @Parameter(
                            description = "How many entries at most: 10,000 where it is left out, up to as many"
                                    + " as are configured.",
                            example = "10000")
                    @QueryParam(Paging.LIMIT)
                    @Nullable String limit,
            @Parameter(description = "ndjson or csv; by Accept where left out.", example = "ndjson")
                    @QueryParam("format")
                    @Nullable String wanted,
            @Context HttpHeaders headers) {
        var place = after == null ? LedgerCursor.START : Fields.converted("after", after, LedgerCursor::parse);
        long most = Fields.number("limit", limit, Math.min(EXPORT_DEFAULT, exportMax), 1, exportMax);
        var format = Format.chosen(wanted, headers, Format.NDJSON, Format.CSV);
        return downloads.of(
                format,
                "ledger",
                () -> ledger.isReached(place)
                        .invoke(LedgerResource::requireReached)
                        .chain(reached -> ledger.export(place, most))
                        .map(pages -> format == Format.CSV ? csv(pages) : ndjson(pages)));
    }

    @GET
    @Path("/balances")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Read the books' balances",
            description = "What customers have, what the accounts of the books themselves have,"
                    + " and the difference, which is zero.")
    public Uni<BalancesView> balances() {
        return ledger.balance().map(BalancesView::of);
    }

    @GET
    @Path("/partitions")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List the ledger's partitions", description = "All of them, in one page.")
    public Uni<Page<PartitionView>> partitions() {
        return upkeep.partitions()
                .map(all -> new Page<>(all.stream().map(PartitionView::of).toList(), null));
    }

    private static void requireReached(boolean reached) {
        if (!reached) {
            throw Fields.invalid(
                    "after", "lies ahead of these books, which were restored from a backup; begin anew without it");
        }
    }

    private static Multi<byte[]> csv(Multi<List<BookEntry>> pages) {
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(CSV.head()),
                        pages.map(page ->
                                CSV.rows(page.stream().map(ExportView::of).toList())));
    }

    private Multi<byte[]> ndjson(Multi<List<BookEntry>> pages) {
        return pages.map(page -> page.stream()
                .map(entry -> json.written(ExportView.of(entry)) + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8));
    }
}
