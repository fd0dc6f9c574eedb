package dev.kopeck.gateway.adapter.http.prompts;

import dev.kopeck.gateway.adapter.http.AccessErrors;
import dev.kopeck.gateway.adapter.http.ApiError;
import dev.kopeck.gateway.adapter.http.ApiErrorException;
import dev.kopeck.gateway.adapter.http.Callers;
import dev.kopeck.gateway.adapter.http.RequestGate;
import dev.kopeck.gateway.adapter.http.prompts.PromptRequests.NewPrompt;
import dev.kopeck.gateway.adapter.http.prompts.PromptViews.PromptView;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.access.Pass;
import dev.kopeck.gateway.application.prompts.PromptOrder;
import dev.kopeck.gateway.application.prompts.PromptReport;
import dev.kopeck.gateway.application.prompts.PromptSizes.Size;
import dev.kopeck.gateway.application.prompts.Submission;
import dev.kopeck.gateway.application.prompts.SubmitPrompt;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes prompts in that nobody waits for. */
@Path(PromptResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prompts")
class PromptResource {

    static final String PATH = "/v1/prompts";

    private static final int ACCEPTED = 202;
    private static final String REPLAYED = "Idempotent-Replayed";

    private final Callers callers;
    private final RequestGate gate;
    private final PromptOrders orders;
    private final SubmitPrompt submitPrompt;

    PromptResource(Callers callers, RequestGate gate, PromptOrders orders, SubmitPrompt submitPrompt) {
        this.callers = callers;
        this.gate = gate;
        this.orders = orders;
        this.submitPrompt = submitPrompt;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Submit a prompt",
            description = "Answers at once; the prompt is answered later, also where this service is restarted"
                    + " meanwhile. The same Idempotency-Key with the same body makes no second prompt.")
    @APIResponseSchema(value = PromptView.class, responseCode = "202")
    public Uni<Response> submit(
            @Parameter(description = "Chosen by you, at most 200 characters; may be left out.", example = "report-17")
                    @HeaderParam(PromptOrders.IDEMPOTENCY_KEY)
                    @Nullable String idempotencyKey,
            @RequestBodySchema(NewPrompt.class) byte[] body) {
        var caller = callers.current();
        AccessErrors.requireSpending(caller);
        var order = orders.read(caller, body, idempotencyKey);
        AccessErrors.requireModel(caller, order.model());
        var size = fitting(submitPrompt.sizeOf(order));
        return gate.pass(PATH, caller, size.tokens(), pass -> submit(caller, order, size, pass));
    }

    private Uni<Response> submit(Caller caller, PromptOrder order, Size.Fits size, Pass pass) {
        return submitPrompt
                .submit(caller, order, size)
                .onFailure()
                .invoke(failure -> pass.used(0))
                .map(submission -> answer(submission, pass))
                .onFailure(PromptResource::isAway)
                .transform(PromptErrors::storeAway);
    }

    /** A prompt that is taken in keeps its tokens until it has ended; all else used none. */
    private static Response answer(Submission submission, Pass pass) {
        return switch (submission) {
            case Submission.Taken(var prompt, var before) -> {
                if (before) {
                    pass.used(0);
                }
                yield taken(prompt, before);
            }
            case Submission.KeyReused() -> {
                pass.used(0);
                throw PromptErrors.keyReused();
            }
            case Submission.Full() -> {
                pass.used(0);
                throw new ApiErrorException(
                        ApiError.unavailable("Too many prompts wait for Kafka to come back. Try again."));
            }
        };
    }

    private static Response taken(PromptReport prompt, boolean before) {
        var response = Response.status(ACCEPTED)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.LOCATION, PATH + "/" + prompt.id())
                .entity(PromptView.of(prompt));
        return (before ? response.header(REPLAYED, "true") : response).build();
    }

    private static Size.Fits fitting(Size size) {
        return switch (size) {
            case Size.Fits fits -> fits;
            case Size.UnknownModel() -> throw PromptErrors.unknownModel();
            case Size.TooLong(var tokens, var most) -> throw PromptErrors.tooLong(tokens, most);
        };
    }

    private static boolean isAway(Throwable failure) {
        return !(failure instanceof ApiErrorException);
    }
}
