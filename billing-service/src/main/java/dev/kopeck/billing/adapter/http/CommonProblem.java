package dev.kopeck.billing.adapter.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;

/**
 * A problem that operations have in common, for their description.
 *
 * @param name in the components of the document
 * @param concerns which operations have it
 */
record CommonProblem(String name, Problem problem, Concerns concerns) {

    static final List<CommonProblem> ALL = List.of(
            new CommonProblem("Invalid", Problem.invalid("limit", "must be from 1 to 200"), Concerns.INPUT),
            new CommonProblem("Unauthorized", Problem.unauthorized(), Concerns.ALL),
            new CommonProblem("Forbidden", Problem.forbidden(), Concerns.ALL),
            new CommonProblem(
                    "NotFound", Problem.notFound("Account 4711 does not exist.").at("id"), Concerns.NAMED),
            new CommonProblem("KeyInProgress", Problem.keyInProgress().at(Changes.HEADER), Concerns.POST),
            new CommonProblem("TooLarge", Problem.tooLarge(), Concerns.BODY),
            new CommonProblem("UnsupportedMediaType", Problem.unsupportedMediaType(), Concerns.BODY),
            new CommonProblem("KeyReused", Problem.keyReused().at(Changes.HEADER), Concerns.POST),
            new CommonProblem("Internal", Problem.unexpected(), Concerns.ALL),
            new CommonProblem("Unavailable", Problem.unavailable(), Concerns.ALL));

    boolean concerns(HttpMethod method, boolean takesInput, boolean takesBody, boolean namesSomething) {
        return switch (concerns) {
            case ALL -> true;
            case INPUT -> takesInput;
            case NAMED -> namesSomething;
            case BODY -> takesBody;
            case POST -> method == HttpMethod.POST;
        };
    }

    String status() {
        return Integer.toString(problem.status());
    }

    Map<String, Object> example() {
        var example = new LinkedHashMap<String, Object>();
        example.put("type", problem.type());
        example.put("title", problem.title());
        example.put("status", problem.status());
        example.put("detail", problem.detail());
        if (problem.field() != null) {
            example.put("field", problem.field());
        }
        return example;
    }

    /** Operations by what they have. */
    enum Concerns {
        ALL,
        INPUT,
        NAMED,
        BODY,
        POST
    }
}
