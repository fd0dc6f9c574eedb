package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.HoldViews.HoldView;
import dev.kopeck.billing.adapter.http.HoldViews.NewRelease;
import dev.kopeck.billing.adapter.http.HoldViews.PromptMoneyView;
import dev.kopeck.billing.adapter.http.HoldViews.ReleaseView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.HoldDesk;
import dev.kopeck.billing.application.LedgerMetrics;
import dev.kopeck.billing.application.ReleaseHold;
import dev.kopeck.billing.domain.OpenHold;
import dev.kopeck.billing.domain.ReleaseOutcome;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Money that is held: which, why, and giving it back. */
@Path("/v1/holds")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Holds")
class HoldResource {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 500;
    private static final Duration OLDEST = Duration.ofDays(365);

    private final HoldDesk desk;
    private final ReleaseHold releaseHold;
    private final LedgerMetrics metrics;
    private final JsonBody json;
    private final Changes changes;

    HoldResource(HoldDesk desk, ReleaseHold releaseHold, LedgerMetrics metrics, JsonBody json, Changes changes) {
        this.desk = desk;
        this.releaseHold = releaseHold;
        this.metrics = metrics;
        this.json = json;
        this.changes = changes;
    }

    /** The hold that expires first comes first. */
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "List open holds",
            description = "Money that is held for prompts; the hold that expires first comes first.")
    public Uni<Page<HoldView>> open(
            @Parameter(description = "Only those of this account.", example = "1001") @QueryParam("account") @Nullable String account,
            @Parameter(description = "Only those for this model.", example = "kopeck-sim")
                    @QueryParam("model")
                    @Nullable String model,
            @Parameter(
                            description = "Only those that are at least this old, as an ISO 8601 duration.",
                            example = "PT10M")
                    @QueryParam("minAge")
                    @Nullable String minAge,
            @Parameter(description = "How many holds at most: 50 where it is left out, up to 500.", example = "50")
                    @QueryParam(Paging.LIMIT)
                    @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        var filter = new HoldDesk.Filter(
                Optional.ofNullable(account).map(text -> Fields.converted("account", text, AccountId::parse)),
                Optional.ofNullable(Fields.optional("model", model)),
                TimeFields.duration("minAge", minAge, OLDEST));
        var after = Optional.ofNullable(cursor).map(text -> Fields.converted("cursor", text, HoldResource::place));
        int size = (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        return desk.open(filter, after, size + 1).map(holds -> page(holds, size));
    }

    /** Why a prompt's money is held, or what became of it. */
    @GET
    @Path("/{promptId}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Read a prompt's money",
            description = "Why it is held, or what became of it: settled, released, expired or refused.")
    public Uni<PromptMoneyView> one(String promptId) {
        var prompt = prompt(promptId);
        return desk.find(prompt).map(found -> PromptMoneyView.of(found.orElseThrow(() -> unknown(prompt))));
    }

    /** Gives all of it back. A completion that comes later charges nothing. */
    @POST
    @Path("/{promptId}/release")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Release a hold",
            description = "Gives all of it back. A completion that comes later charges nothing.")
    @APIResponseSchema(value = ReleaseView.class, responseCode = "201")
    public Uni<Response> release(
            String promptId,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(NewRelease.class) byte[] body) {
        var prompt = prompt(promptId);
        var request = json.read(body, NewRelease.class);
        var reason = Fields.required("reason", request.reason());
        return changes.post(
                "/v1/holds/" + prompt + "/release",
                key,
                request,
                () -> releaseHold.release(prompt).map(outcome -> change(prompt, reason, outcome)));
    }

    private Change change(PromptId prompt, String reason, ReleaseOutcome outcome) {
        return switch (outcome) {
            case ReleaseOutcome.Released released -> {
                metrics.holdReleased();
                yield new Change(
                        "hold.release",
                        "hold:" + prompt,
                        HoldView.of(released.hold()),
                        ReleaseView.of(released, reason));
            }
            case ReleaseOutcome.EndedBefore ended ->
                throw new ProblemException(Problem.of(
                                "hold-ended",
                                "The hold has ended",
                                409,
                                "It was %s at %s."
                                        .formatted(ended.resolution().name().toLowerCase(Locale.ROOT), ended.at()))
                        .at("promptId"));
            case ReleaseOutcome.NeverHeld never -> throw unknown(prompt);
        };
    }

    private static Page<HoldView> page(List<OpenHold> holds, int size) {
        boolean more = holds.size() > size;
        var shown = more ? holds.subList(0, size) : holds;
        return new Page<>(shown.stream().map(HoldView::of).toList(), more ? cursor(shown.getLast()) : null);
    }

    private static String cursor(OpenHold hold) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, hold.expiresAt()) + "." + hold.promptId();
    }

    private static HoldDesk.Place place(String text) {
        int dot = text.indexOf('.');
        try {
            var expiresAt = Instant.EPOCH.plus(Long.parseLong(text.substring(0, Math.max(dot, 0))), ChronoUnit.MICROS);
            return new HoldDesk.Place(expiresAt, PromptId.parse(text.substring(dot + 1)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("must be a cursor that this list gave", e);
        }
    }

    private static PromptId prompt(String text) {
        return Fields.converted("promptId", text, PromptId::parse);
    }

    private static ProblemException unknown(PromptId prompt) {
        return new ProblemException(Problem.notFound("Nothing was ever held for prompt %s.".formatted(prompt))
                .at("promptId"));
    }
}
