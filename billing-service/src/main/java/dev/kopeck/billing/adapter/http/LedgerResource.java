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
import org.jspecify.annotations.Nullable;

/** The whole ledger: its export, its balances, its partitions. */
@Path("/v1/ledger")
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
    public Uni<Response> export(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("format") @Nullable String wanted,
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
    public Uni<BalancesView> balances() {
        return ledger.balance().map(BalancesView::of);
    }

    @GET
    @Path("/partitions")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.VIEWER)
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
