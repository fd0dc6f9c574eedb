package dev.kopeck.gateway.adapter.http;

import dev.kopeck.gateway.application.access.AccessMeasurements;
import dev.kopeck.gateway.application.access.Admission;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.access.Pass;
import dev.kopeck.gateway.application.access.RateLimits;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** Lets requests pass as far as their caller's limits go, and tells what is left in every answer, also in refusals. */
@ApplicationScoped
public class RequestGate {

    private final RateLimits limits;
    private final AccessMeasurements measurements;

    RequestGate(RateLimits limits, AccessMeasurements measurements) {
        this.limits = limits;
        this.measurements = measurements;
    }

    /**
     * The request is over when the answer is there, or nobody waits for it any more.
     *
     * @param path of the request, for the shape of a refusal
     * @param tokens the most that the request may use
     * @param work what is done if it may pass; the pass is left here
     */
    public Uni<Response> pass(String path, Caller caller, long tokens, Function<Pass, Uni<Response>> work) {
        return switch (limits.admit(caller, tokens)) {
            case Admission.Refused refused -> {
                measurements.limited(refused.limit(), refused.scope());
                yield Uni.createFrom().item(told(ErrorShapes.response(path, RateAnswers.refused(refused)), refused));
            }
            case Admission.Admitted admitted ->
                Uni.createFrom()
                        .deferred(() -> work.apply(admitted.pass()))
                        .onFailure(ApiErrorException.class)
                        .recoverWithItem(f -> ErrorShapes.response(path, f.error()))
                        .map(response -> told(response, admitted))
                        .onTermination()
                        .invoke(admitted.pass()::leave);
        };
    }

    private static Response told(Response response, Admission admission) {
        var answer = Response.fromResponse(response);
        RateAnswers.headers(admission.standing()).forEach(answer::header);
        return answer.build();
    }
}
