package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.ImportViews.ImportProblem;
import dev.kopeck.billing.adapter.http.ImportViews.ImportView;
import dev.kopeck.billing.adapter.http.PriceRequests.ImportQuery;
import dev.kopeck.billing.adapter.http.pricelist.SheetFormat;
import dev.kopeck.billing.adapter.http.pricelist.SheetReading;
import dev.kopeck.billing.application.ImportPrices;
import dev.kopeck.billing.application.ImportPrices.Import;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.PriceImport;
import dev.kopeck.billing.domain.PriceSheet;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Takes over a price list, all of it or nothing: {@code format} csv, json or litellm; {@code dryRun}, which only tells
 * what would change; {@code effectiveFrom}; {@code only} and {@code confirm}, each with one model and repeatable. An
 * unknown parameter is refused: a misspelled dryRun would import.
 */
@Path("/v1/prices/import")
@Consumes({MediaType.APPLICATION_JSON, PriceImportResource.CSV})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prices")
class PriceImportResource {

    static final String CSV = "text/csv";

    private static final String PATH = "/v1/prices/import";
    private static final Set<String> PARAMETERS = Set.of("format", "dryRun", "effectiveFrom", "only", "confirm");
    private static final int MODELS_MAX = 1000;

    private final ImportPrices prices;
    private final Changes changes;
    private final int rowsMax;
    private final int bytesMax;

    PriceImportResource(ImportPrices prices, Changes changes, BillingConfig config) {
        this.prices = prices;
        this.changes = changes;
        this.rowsMax = config.prices().importRowsMax();
        this.bytesMax = config.prices().importBytesMax();
    }

    /** On a worker thread, since reading megabytes would hold up everybody on an event loop. */
    @POST
    @Blocking
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Import a price list",
            description = "All of it or nothing. Where rows are invalid, or suspicious and not"
                    + " confirmed, the answer is a 422 whose report names them.")
    @APIResponseSchema(value = ImportView.class, responseCode = "201")
    @APIResponse(
            responseCode = "200",
            description = "What a dry run found",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImportView.class)))
    @Parameter(
            name = Changes.HEADER,
            in = ParameterIn.HEADER,
            schema = @Schema(type = SchemaType.STRING),
            description = "Needed unless it is a dry run. Chosen by you, at most 200 characters."
                    + " The same key, parameters and body give the recorded answer for at" + " least 30 days.")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "How the list is written: csv, json or litellm; by Content-Type where left out.",
            schema = @Schema(type = SchemaType.STRING),
            example = "json")
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            description = "true where nothing is to be imported: the answer tells what would change.",
            schema = @Schema(type = SchemaType.STRING),
            example = "true")
    @Parameter(
            name = "effectiveFrom",
            in = ParameterIn.QUERY,
            description = "From when on the prices hold, RFC 3339; now where left out.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "only",
            in = ParameterIn.QUERY,
            description = "Of the list, only this model; repeatable.",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "confirm",
            in = ParameterIn.QUERY,
            description = "Import this model although its price is suspicious; repeatable.",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    public Uni<Response> load(
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @RequestBody(
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(type = SchemaType.OBJECT, examples = """
                    {"prices":[{"model":"gpt-4o","currency":"USD",\
                    "rates":{"input":"2.50","cachedInput":"1.25","output":"10.00"}}]}""")),
                                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING, examples = """
                    model,input,cached_input,cache_write,output,reasoning,above_input_tokens\n\
                    gpt-4o,2.50,1.25,,10.00,,\n"""))
                            })
                    byte[] body) {
        var format = format(uri, headers.getMediaType());
        var query = query(uri, format, body);
        var effectiveFrom = PriceFields.time("effectiveFrom", query.effectiveFrom());
        var key = headers.getHeaderString(Changes.HEADER);
        var sheet = sheet(format, body).only(Set.copyOf(query.only()));
        return query.dryRun()
                ? changes.ask(PATH, key, query, () -> preview(format, sheet, effectiveFrom))
                : changes.post(PATH, key, query, () -> load(format, sheet, effectiveFrom, query.confirm()));
    }

    @ServerExceptionMapper
    public Response map(ImportStoppedException e) {
        return Response.status(e.problem().status())
                .type(Problem.MEDIA_TYPE)
                .entity(e.problem())
                .build();
    }

    private Uni<?> preview(SheetFormat format, PriceSheet sheet, Optional<Instant> effectiveFrom) {
        return prices.preview(sheet, effectiveFrom)
                .map(found -> ImportViews.view(format.apiName(), false, found.orElseThrow(PriceResource::outOfTime)));
    }

    private Uni<Change> load(
            SheetFormat format, PriceSheet sheet, Optional<Instant> effectiveFrom, List<String> confirmed) {
        return prices.load(sheet, effectiveFrom, Set.copyOf(confirmed)).map(outcome -> switch (outcome) {
            case Import.Loaded loaded ->
                Change.of("price.import", "prices", ImportViews.view(format.apiName(), true, loaded.found()));
            case Import.Stopped stopped ->
                throw new ImportStoppedException(problem(format, stopped.found(), stopped.unconfirmed()));
            case Import.OutOfTime outOfTime -> throw PriceResource.outOfTime();
        });
    }

    private static ImportProblem problem(SheetFormat format, PriceImport found, List<PriceImport.Row> unconfirmed) {
        boolean invalid = !found.sheet().invalid().isEmpty();
        return new ImportProblem(
                "urn:kopeck:problem:" + (invalid ? "invalid-price-list" : "suspicious-prices"),
                invalid ? "The price list is not valid" : "Prices are suspicious",
                422,
                invalid
                        ? "Nothing was imported: %d rows are invalid. The report names them."
                                .formatted(found.sheet().invalid().size())
                        : "Nothing was imported: %d models are suspicious. Look at each and confirm it by name."
                                .formatted(unconfirmed.size()),
                invalid ? "body" : "confirm",
                ImportViews.view(format.apiName(), false, found));
    }

    private PriceSheet sheet(SheetFormat format, byte[] body) {
        if (body.length > bytesMax) {
            throw new ProblemException(Problem.of(
                    "too-large", "The body is too large", 413, "Send at most %d bytes.".formatted(bytesMax)));
        }
        return switch (format.read(body, rowsMax)) {
            case SheetReading.Read read -> read.sheet();
            case SheetReading.Unreadable unreadable -> throw Fields.invalid("body", unreadable.reason());
        };
    }

    private static SheetFormat format(UriInfo uri, @Nullable MediaType type) {
        var fallback = type != null && type.isCompatible(MediaType.valueOf(CSV)) ? SheetFormat.CSV : SheetFormat.JSON;
        var name = single(uri, "format");
        return name == null
                ? fallback
                : SheetFormat.of(name).orElseThrow(() -> Fields.invalid("format", "must be csv, json or litellm"));
    }

    private static ImportQuery query(UriInfo uri, SheetFormat format, byte[] body) {
        for (var parameter : uri.getQueryParameters().keySet()) {
            if (!PARAMETERS.contains(parameter)) {
                throw Fields.invalid(
                        "query",
                        "holds a parameter that this path does not know; those are "
                                + String.join(", ", PARAMETERS.stream().sorted().toList()));
            }
        }
        return new ImportQuery(
                format.apiName(),
                PriceFields.flag("dryRun", single(uri, "dryRun")),
                single(uri, "effectiveFrom"),
                models(uri, "only"),
                models(uri, "confirm"),
                new String(body, StandardCharsets.ISO_8859_1));
    }

    private static @Nullable String single(UriInfo uri, String parameter) {
        var values = uri.getQueryParameters().getOrDefault(parameter, List.of());
        if (values.size() > 1) {
            throw Fields.invalid(parameter, "must come once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static List<String> models(UriInfo uri, String parameter) {
        var models = uri.getQueryParameters().getOrDefault(parameter, List.of());
        if (models.size() > MODELS_MAX) {
            throw Fields.invalid(parameter, "must come at most %d times".formatted(MODELS_MAX));
        }
        return models.stream()
                .map(model -> Fields.required(parameter, model))
                .sorted()
                .toList();
    }
}
