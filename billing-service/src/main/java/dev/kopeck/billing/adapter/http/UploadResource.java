package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.ProofViews.ReconciliationView;
import dev.kopeck.billing.adapter.http.TrustRequests.Upload;
import dev.kopeck.billing.application.trust.ReconcileUploads;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.config.TrustConfig;
import dev.kopeck.billing.domain.trust.ProviderUsage;
import dev.kopeck.billing.domain.trust.StarComparison;
import dev.kopeck.billing.domain.trust.StarTransaction;
import dev.kopeck.billing.domain.trust.UsageComparison;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Comparisons of the books with files that somebody else wrote. */
@Path("/v1/ops/reconciliations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reconciliations")
class UploadResource {

    private static final String CSV = "text/csv";
    private static final String BASE = "/v1/ops/reconciliations";
    private static final long DAYS_MAX = 366;

    private final ReconcileUploads reconcile;
    private final TrustConfig config;
    private final Changes changes;

    UploadResource(ReconcileUploads reconcile, BillingConfig config, Changes changes) {
        this.reconcile = reconcile;
        this.config = config.trust();
        this.changes = changes;
    }

    /** What getStarTransactions answered, or a CSV file with the same columns. */
    @POST
    @Path("/telegram-stars")
    @Consumes({MediaType.APPLICATION_JSON, CSV})
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Compare payments with Telegram Stars",
            description =
                    "What getStarTransactions answered, or a CSV file with the same columns; at most 1,000,000 bytes.")
    @APIResponseSchema(value = ReconciliationView.class, responseCode = "201")
    public Uni<Response> stars(
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @Parameter(hidden = true) @HeaderParam("Content-Type") String type,
            @Parameter(
                            description = "What a star is worth, a decimal string; as configured where left out.",
                            example = "0.013")
                    @QueryParam("starValue")
                    @Nullable String starValue,
            @RequestBody(
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(type = SchemaType.OBJECT, examples = """
                    {"ok":true,"result":{"transactions":[{"id":"stxAbC123","amount":100,"date":1764065730,\
                    "source":{"type":"user","transaction_type":"invoice_payment"}}]}}""")),
                                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING, examples = """
                    id,amount,nanostar_amount,date,direction\n\
                    stxAbC123,100,0,1764065730,payment\n"""))
                            })
                    byte[] body) {
        var worth = Optional.ofNullable(starValue)
                .map(text -> Fields.positiveAmount("starValue", text))
                .or(config::starValue);
        var theirs = type.startsWith(CSV) ? StarTransaction.ofCsv(Uploads.text(body)) : Uploads.starTransactions(body);
        requireSome(theirs);
        var comparison = new StarComparison(config.kafkaSlack(), worth);
        return changes.post(
                BASE + "/telegram-stars",
                key,
                upload(type, String.valueOf(starValue), body),
                () -> reconcile.stars(theirs, comparison).map(ReconciliationResource::started));
    }

    /** A provider's usage export. */
    @POST
    @Path("/provider-usage")
    @Consumes(CSV)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Compare usage with a provider's export",
            description =
                    "A CSV file of at most 366 days and 1,000,000 bytes; columns that are not needed may be there.")
    @APIResponseSchema(value = ReconciliationView.class, responseCode = "201")
    public Uni<Response> usage(
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @Parameter(hidden = true) @HeaderParam("Content-Type") String type,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = CSV,
                                            schema = @Schema(type = SchemaType.STRING, examples = """
                    date,model,input_tokens,output_tokens,cost\n\
                    2026-11-24,gpt-4o,120000,40000,0.70\n""")))
                    byte[] body) {
        var theirs = ProviderUsage.ofCsv(Uploads.text(body));
        requireSome(theirs);
        requireDays(theirs);
        var comparison = new UsageComparison(config.driftPercent());
        return changes.post(
                BASE + "/provider-usage",
                key,
                upload(type, "", body),
                () -> reconcile.usage(theirs, comparison).map(ReconciliationResource::started));
    }

    private static void requireSome(List<?> lines) {
        if (lines.isEmpty()) {
            throw Fields.invalid("body", "holds nothing to compare");
        }
    }

    private static void requireDays(List<ProviderUsage> theirs) {
        var byDay = Comparator.comparing(ProviderUsage::day);
        var first = theirs.stream().min(byDay).orElseThrow().day();
        var last = theirs.stream().max(byDay).orElseThrow().day();
        if (ChronoUnit.DAYS.between(first, last) >= DAYS_MAX) {
            throw Fields.invalid("body", "must be of at most %d days".formatted(DAYS_MAX));
        }
    }

    private static Upload upload(String type, String parameters, byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new Upload(type, parameters, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
