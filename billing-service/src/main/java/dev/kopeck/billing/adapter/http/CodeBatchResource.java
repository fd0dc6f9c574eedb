package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.MoneyRequests.NewCodeBatch;
import dev.kopeck.billing.adapter.http.MoneyRequests.Nothing;
import dev.kopeck.billing.adapter.http.MoneyViews.CodeBatchView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.KeepCodes;
import dev.kopeck.billing.domain.CodeBatch;
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
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Codes that are worth money, made in batches. */
@Path("/v1/code-batches")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Codes")
class CodeBatchResource {

    private static final String PATH = "/v1/code-batches";
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;

    private final KeepCodes codes;
    private final Posts posts;
    private final Clock clock;

    CodeBatchResource(KeepCodes codes, Posts posts, Clock clock) {
        this.codes = codes;
        this.posts = posts;
        this.clock = clock;
    }

    /** The codes are in this answer and nowhere else: the same request again gets the batch without them. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Make a batch of codes",
            description = "The codes are in the first answer and nowhere else: the same request again gets the batch"
                    + " without them.")
    @APIResponseSchema(value = CodeBatchView.class, responseCode = "201")
    public Uni<Response> mint(
            @HeaderParam(Changes.HEADER) @Nullable String key, @RequestBodySchema(NewCodeBatch.class) byte[] body) {
        var request = posts.read(body, NewCodeBatch.class);
        int count = MoneyRequests.within("count", request.count(), 1, CodeBatch.COUNT_MAX);
        var amount = Fields.positiveAmount("amount", request.amount());
        var expiresAt = MoneyRequests.time("expiresAt", request.expiresAt());
        if (expiresAt.filter(end -> !end.isAfter(clock.instant())).isPresent()) {
            throw Fields.invalid("expiresAt", "must be in the future");
        }
        var note = Fields.required("note", request.note());
        return posts.post(
                PATH,
                key,
                request,
                () -> codes.mint(count, amount, expiresAt, note, posts.operator())
                        .map(CodeBatchResource::minted));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List batches of codes", description = "Newest first, with how many of each were redeemed.")
    public Uni<Page<CodeBatchView>> list(
            @QueryParam(Paging.LIMIT) @Nullable String limit, @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        int size = (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        return codes.batches(MoneyRequests.cursor(cursor), size + 1).map(batches -> page(batches, size));
    }

    @POST
    @Path("/{batch}/void")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Void a batch of codes",
            description = "What was redeemed stays credited; the other codes are worth nothing from now on.")
    @APIResponseSchema(value = CodeBatchView.class, responseCode = "201")
    public Uni<Response> makeVoid(
            String batch,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(Nothing.class) byte[] body) {
        var id = MoneyRequests.uuid("batch", batch);
        var request = posts.read(body, Nothing.class);
        return posts.post(PATH + "/" + id + "/void", key, request, () -> makeVoid(id));
    }

    private Uni<Change> makeVoid(UUID id) {
        return found(id)
                .chain(before -> codes.voidBatch(id)
                        .invoke(CodeBatchResource::requireNew)
                        .chain(() -> found(id))
                        .map(after -> new Change(
                                "code_batch.void", subject(id), CodeBatchView.of(before), CodeBatchView.of(after))));
    }

    private static void requireNew(boolean voidedNow) {
        if (!voidedNow) {
            throw MoneyProblems.conflict("batch-void", "The batch is void", "It was voided before.", "batch");
        }
    }

    private Uni<CodeBatch> found(UUID id) {
        return codes.batch(id).map(batch -> batch.orElseThrow(() -> MoneyProblems.noSuch("batch of codes", "batch")));
    }

    private static Change minted(KeepCodes.Minted minted) {
        return Change.secret(
                "code_batch.add",
                subject(minted.batch().id()),
                CodeBatchView.of(minted.batch()),
                CodeBatchView.secret(minted.batch(), minted.codes()));
    }

    /** One more than asked for tells that there is a next page. */
    private static Page<CodeBatchView> page(List<CodeBatch> batches, int size) {
        boolean more = batches.size() > size;
        var shown = more ? batches.subList(0, size) : batches;
        return new Page<>(
                shown.stream().map(CodeBatchView::of).toList(),
                more ? shown.getLast().id().toString() : null);
    }

    private static String subject(UUID id) {
        return "code_batch:" + id;
    }
}
