package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.domain.trust.BadLineException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Problems that only the books and their comparisons have. */
class TrustProblemMappers {

    @ServerExceptionMapper
    public Response map(BooksViolatedException e) {
        var problem = e.problem();
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    @ServerExceptionMapper
    public Response map(BadLineException e) {
        var problem = Problem.invalid(e.place(), String.valueOf(e.getMessage()));
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
