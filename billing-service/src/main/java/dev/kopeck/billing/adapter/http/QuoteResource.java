package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.PriceRequests.QuoteBody;
import dev.kopeck.billing.adapter.http.PriceRequests.UsageBody;
import dev.kopeck.billing.adapter.http.QuoteViews.ChargeView;
import dev.kopeck.billing.adapter.http.QuoteViews.HoldView;
import dev.kopeck.billing.application.QuotePrices;
import dev.kopeck.billing.domain.PriceQuote;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Usage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a usage would cost, or what a prompt would hold, by the code that charges and holds. */
@Path("/v1/quotes")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quotes")
class QuoteResource {

    /** As many as a record may name. */
    private static final long TOKENS_MAX = Integer.MAX_VALUE;

    private final QuotePrices quotes;
    private final JsonBody json;
    private final Changes changes;

    QuoteResource(QuotePrices quotes, JsonBody json, Changes changes) {
        this.quotes = quotes;
        this.json = json;
        this.changes = changes;
    }

    @POST
    @RolesAllowed({Roles.VIEWER, Roles.DOOR})
    @Operation(
            summary = "Ask what something costs",
            description = "What a usage is charged, or, without one, what is held for a prompt."
                    + " Nothing is changed, so the key may be left out.")
    @APIResponse(
            responseCode = "200",
            description = "What it costs, or what is held",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            oneOf = {ChargeView.class, HoldView.class},
                                            examples = """
                    {"model":"kopeck-sim","priceVersion":1,"currency":"USD","charged":true,\
                    "lineItems":[{"kind":"input","tokens":1000,"rate":"0.50","amount":"0.0005"},\
                    {"kind":"output","tokens":200,"rate":"2.00","amount":"0.0004"}],"total":"0.0009"}""")))
    public Uni<Response> quote(
            @Parameter(
                            description = "May be left out, since nothing is changed; with one, the first answer"
                                    + " is given again.")
                    @HeaderParam(Changes.HEADER)
                    @Nullable String key,
            @RequestBodySchema(QuoteBody.class) byte[] body) {
        var request = json.read(body, QuoteBody.class);
        var quote = request.usage() == null ? prompt(request) : usage(request, request.usage());
        return changes.ask("/v1/quotes", key, request, () -> quote.map(QuoteResource::view));
    }

    private Uni<PriceQuote> usage(QuoteBody request, UsageBody usage) {
        requireAbsent("inputTokens", request.inputTokens());
        requireAbsent("maxOutputTokens", request.maxOutputTokens());
        if (request.priceVersion() != null) {
            requireAbsent("model", request.model());
            requireAbsent("accountId", request.accountId());
            return quotes.usage(request.priceVersion(), usage(usage));
        }
        return quotes.usage(Fields.required("model", request.model()), account(request), usage(usage));
    }

    private Uni<PriceQuote> prompt(QuoteBody request) {
        requireAbsent("priceVersion", request.priceVersion());
        if (request.inputTokens() == null && request.maxOutputTokens() == null) {
            throw Fields.invalid("usage", "is missing; or send inputTokens and maxOutputTokens");
        }
        return quotes.prompt(
                Fields.required("model", request.model()),
                account(request),
                count("inputTokens", request.inputTokens(), 0),
                count("maxOutputTokens", request.maxOutputTokens(), 1));
    }

    private static Object view(PriceQuote quote) {
        return switch (quote) {
            case PriceQuote.Charge charge -> ChargeView.of(charge);
            case PriceQuote.Hold hold -> HoldView.of(hold);
            case PriceQuote.TooLittle tooLittle -> HoldView.of(tooLittle);
            case PriceQuote.Refused refused ->
                throw new ProblemException(
                        switch (refused.reason()) {
                            case UNKNOWN_PRICE ->
                                Problem.notFound("The model has no price.").at("model");
                            case MODEL_INACTIVE ->
                                Problem.of(
                                                "model-inactive",
                                                "The model is switched off",
                                                409,
                                                "Prompts for it are declined.")
                                        .at("model");
                            case COST_OUT_OF_RANGE -> Problem.invalid("usage", "costs more than can be kept");
                            case INSUFFICIENT_FUNDS,
                                    UNKNOWN_ACCOUNT,
                                    ACCOUNT_FROZEN,
                                    ACCOUNT_CLOSED,
                                    ACCOUNT_PARKED,
                                    SPEND_LIMIT_REACHED,
                                    KEY_INVALID,
                                    KEY_LIMIT_REACHED,
                                    MODEL_NOT_ALLOWED,
                                    PROMPT_ID_REUSED ->
                                throw new IllegalStateException("a price does not depend on this: " + refused.reason());
                        });
            case PriceQuote.UnknownAccount unknown ->
                throw new ProblemException(
                        Problem.notFound("This account does not exist.").at("accountId"));
            case PriceQuote.UnknownVersion unknown ->
                throw new ProblemException(
                        Problem.notFound("This price version does not exist.").at("priceVersion"));
        };
    }

    private static Optional<AccountId> account(QuoteBody request) {
        return Optional.ofNullable(request.accountId()).map(text -> Fields.accountId("accountId", text));
    }

    /** Strict where a provider's counts are clamped: whoever asks can correct the question. */
    private static Usage usage(UsageBody usage) {
        long input = count("usage.inputTokens", usage.inputTokens(), 0);
        long cached = part("usage.cachedInputTokens", usage.cachedInputTokens(), input);
        long written = part("usage.cacheWriteTokens", usage.cacheWriteTokens(), input - cached);
        long output = count("usage.outputTokens", usage.outputTokens(), 0);
        long reasoning = part("usage.reasoningTokens", usage.reasoningTokens(), output);
        return Usage.reported(input, cached, written, output, reasoning);
    }

    private static long count(String field, @Nullable Long tokens, long least) {
        if (tokens == null) {
            throw Fields.invalid(field, "is missing");
        }
        if (tokens < least || tokens > TOKENS_MAX) {
            throw Fields.invalid(field, "must be from %d to %d".formatted(least, TOKENS_MAX));
        }
        return tokens;
    }

    private static long part(String field, @Nullable Long tokens, long whole) {
        if (tokens == null) {
            return 0;
        }
        if (tokens < 0 || tokens > whole) {
            throw Fields.invalid(field, "must be from 0 to %d, which it is a part of".formatted(whole));
        }
        return tokens;
    }

    private static void requireAbsent(String field, @Nullable Object value) {
        if (value != null) {
            throw Fields.invalid(field, "does not go with the other fields");
        }
    }
}
