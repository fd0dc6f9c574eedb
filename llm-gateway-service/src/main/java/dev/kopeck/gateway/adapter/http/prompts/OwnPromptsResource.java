package dev.kopeck.gateway.adapter.http.prompts;

import dev.kopeck.gateway.adapter.http.ApiErrorException;
import dev.kopeck.gateway.adapter.http.Callers;
import dev.kopeck.gateway.adapter.http.RequestGate;
import dev.kopeck.gateway.adapter.http.prompts.PromptQueries.Listed;
import dev.kopeck.gateway.adapter.http.prompts.PromptViews.PromptPage;
import dev.kopeck.gateway.adapter.http.prompts.PromptViews.PromptView;
import dev.kopeck.gateway.application.prompts.CancelPrompt;
import dev.kopeck.gateway.application.prompts.PromptReport;
import dev.kopeck.gateway.application.prompts.ReadPrompts;
import dev.kopeck.gateway.config.GatewayConfig;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows prompts to the account that they belong to, and takes them back for it. */
@Path(PromptResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prompts")
class OwnPromptsResource {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Callers callers;
    private final RequestGate gate;
    private final ReadPrompts prompts;
    private final CancelPrompt cancelPrompt;
    private final Duration waitMax;

    OwnPromptsResource(
            Callers callers, RequestGate gate, ReadPrompts prompts, CancelPrompt cancelPrompt, GatewayConfig config) {
        this.callers = callers;
        this.gate = gate;
        this.prompts = prompts;
        this.cancelPrompt = cancelPrompt;
        this.waitMax = config.prompts().waitMax();
    }

    @GET
    @Operation(
            summary = "List prompts",
            description = "Those of the account for which all parameters hold, newest first, without their texts. A"
                    + " page may be short, or empty, while there is a next one.")
    @APIResponseSchema(value = PromptPage.class, responseCode = "200")
    public Uni<Response> list(@BeanParam Listed listed) {
        var caller = callers.current();
        var filter = listed.filter();
        int size = listed.size();
        var before = listed.before();
        return pass(() ->
                prompts.list(caller.accountId(), filter, before, size).map(page -> json(OK, PromptPage.of(page))));
    }

    @GET
    @Path("/{id}")
    @Operation(
            summary = "Read a prompt",
            description = "Where it stands, and its answer. With wait the answer to this request comes when the"
                    + " prompt has ended, or when the time is up.")
    @APIResponseSchema(value = PromptView.class, responseCode = "200")
    public Uni<Response> prompt(
            String id,
            @Parameter(description = "How long to wait for its end, such as 20s.", example = "20s")
                    @QueryParam("wait")
                    @Nullable String wait) {
        var caller = callers.current();
        var promptId = PromptQueries.id(id);
        var patience = PromptQueries.wait(wait, waitMax);
        return pass(() -> prompts.find(caller.accountId(), promptId, patience)
                .map(found -> json(OK, PromptView.of(existing(found)))));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Cancel a prompt",
            description =
                    "One that waits is not answered and costs nothing; one that is being answered stops, and costs"
                            + " what had come until then. 202 until it has ended, 200 after that. May be repeated.")
    @APIResponseSchema(value = PromptView.class, responseCode = "202")
    public Uni<Response> cancel(String id) {
        var caller = callers.current();
        var promptId = PromptQueries.id(id);
        return pass(() -> cancelPrompt.cancel(caller, promptId).map(found -> {
            var prompt = existing(found);
            return json(prompt.isOver() ? OK : ACCEPTED, PromptView.of(prompt));
        }));
    }

    private Uni<Response> pass(Supplier<Uni<Response>> work) {
        return gate.pass(
                PromptResource.PATH,
                callers.current(),
                0,
                pass -> work.get()
                        .onFailure(failure -> !(failure instanceof ApiErrorException))
                        .transform(PromptErrors::storeAway));
    }

    private static PromptReport existing(Optional<PromptReport> found) {
        return found.orElseThrow(PromptQueries::unknown);
    }

    private static Response json(int status, Object view) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(view)
                .build();
    }
}
