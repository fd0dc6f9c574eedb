package dev.kopeck.billing.adapter.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Says in the OpenAPI document what holds for every operation, so that no resource has to repeat it: who may call it, its
 * problems, the idempotency key of a POST, how pages are read, and its records' examples where bodies are shown. Runs
 * once, at build time.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiConventions implements OASFilter {

    /** Where a POST may only ask, see {@link Changes#ask}: no key is needed for a quote, nor for a dry run. */
    private static final Set<String> ONLY_ASK = Set.of("/v1/quotes", "/v1/prices/import");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        var schemas = new SchemaExamples(document.getComponents());
        for (var problem : CommonProblem.ALL) {
            document.getComponents().addResponse(problem.name(), response(problem));
        }
        document.getPaths().getPathItems().forEach((name, path) -> describe(path, !ONLY_ASK.contains(name), schemas));
    }

    private static void describe(PathItem path, boolean needsKey, SchemaExamples schemas) {
        path.getOperations().forEach((method, operation) -> {
            addProblems(path, method, operation);
            parameters(path, operation).forEach(parameter -> describe(parameter, needsKey));
            if (method == HttpMethod.POST) {
                describeReplay(operation);
            }
            bodies(operation).forEach(schemas::show);
        });
    }

    private static void addProblems(PathItem path, HttpMethod method, Operation operation) {
        boolean takesBody = operation.getRequestBody() != null;
        boolean takesInput = takesBody || !parameters(path, operation).isEmpty();
        for (var problem : CommonProblem.ALL) {
            if (problem.concerns(method, takesInput, takesBody, namesSomething(path, operation))) {
                operation
                        .getResponses()
                        .addAPIResponse(
                                problem.status(), OASFactory.createAPIResponse().ref(problem.name()));
            }
        }
    }

    /** A description of its own stays: some lists have longer pages. */
    private static void describe(Parameter parameter, boolean needsKey) {
        switch (Objects.requireNonNullElse(parameter.getName(), "")) {
            case Changes.HEADER -> {
                parameter.setRequired(needsKey);
                describe(
                        parameter,
                        "Chosen by you, at most 200 characters. The same key and body give the recorded"
                                + " answer for at least 30 days; another body is refused.");
                parameter.setExample("invoice-17");
            }
            case Paging.LIMIT -> {
                describe(parameter, "How many items at most: 50 where it is left out, up to 200.");
                if (parameter.getExample() == null) {
                    parameter.setExample("50");
                }
            }
            case Paging.CURSOR -> describe(parameter, "The nextCursor of the page before; none for the first.");
            default -> {}
        }
    }

    private static void describe(Parameter parameter, String description) {
        if (parameter.getDescription() == null) {
            parameter.setDescription(description);
        }
    }

    private static void describeReplay(Operation operation) {
        Stream.of("201", "202")
                .map(operation.getResponses()::getAPIResponse)
                .filter(Objects::nonNull)
                .forEach(answer -> answer.addHeader(
                        Changes.REPLAYED,
                        OASFactory.createHeader()
                                .description("true where the answer was recorded by an earlier request with this key.")
                                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING))));
    }

    private static List<MediaType> bodies(Operation operation) {
        var contents = new ArrayList<Content>();
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().setRequired(true);
            contents.add(operation.getRequestBody().getContent());
        }
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.startsWith("2")) {
                contents.add(response.getContent());
            }
        });
        return contents.stream()
                .filter(Objects::nonNull)
                .flatMap(content -> content.getMediaTypes().values().stream())
                .toList();
    }

    private static boolean namesSomething(PathItem path, Operation operation) {
        return parameters(path, operation).stream().anyMatch(parameter -> parameter.getIn() == Parameter.In.PATH);
    }

    private static List<Parameter> parameters(PathItem path, Operation operation) {
        var all = new ArrayList<Parameter>(
                Optional.ofNullable(path.getParameters()).orElse(List.of()));
        all.addAll(Optional.ofNullable(operation.getParameters()).orElse(List.of()));
        return all;
    }

    private static APIResponse response(CommonProblem problem) {
        var body = OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref(ApiDocument.PROBLEM))
                .example(problem.example());
        return OASFactory.createAPIResponse()
                .description(problem.problem().title())
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, body));
    }
}
