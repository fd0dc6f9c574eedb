package dev.kopeck.gateway.adapter.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Says in the OpenAPI document what holds for every operation of Kopeck's own API, so that no resource has to repeat it:
 * its problems, and what is left of the limits. Runs once, at build time.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiConventions implements OASFilter {

    private static final List<ApiError> ALWAYS = List.of(
            ApiError.of(401, "invalid_api_key", "An API key is needed", "This is not an API key of anybody."),
            ApiError.of(429, "rate_limit_exceeded", "Too many requests", "Your API key has reached its limit."),
            ApiError.unexpected(),
            ApiError.unavailable("Try again."));
    private static final List<ApiError> OF_POSTS = List.of(
            ApiError.of(402, "account_frozen", "The account may not spend", "The account is frozen."),
            ApiError.tooLarge(1_048_576),
            ApiError.of(415, "unsupported_media_type", "Unsupported Media Type", "Send the body as application/json."),
            ApiError.of(422, "idempotency_key_reused", "This key was used for another request", "Use a new key."));

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths().getPathItems().forEach((name, path) -> {
            if (ErrorShapes.isOwn(name)) {
                path.getOperations().forEach((method, operation) -> describe(name, path, method, operation));
            }
        });
    }

    private static void describe(String name, PathItem path, PathItem.HttpMethod method, Operation operation) {
        ALWAYS.forEach(error -> add(operation, error));
        boolean isPost = method == PathItem.HttpMethod.POST;
        if (isPost) {
            OF_POSTS.forEach(error -> add(operation, error));
            operation.getRequestBody().setRequired(true);
        }
        if (isPost || hasParameters(path, operation)) {
            add(operation, ApiError.invalid("limit", "must be from 1 to 200"));
        }
        if (isPost || name.contains("{")) {
            add(operation, ApiError.notFound("You have no prompt of this id.").at("id"));
        }
    }

    private static boolean hasParameters(PathItem path, Operation operation) {
        return !Optional.ofNullable(operation.getParameters()).orElse(List.of()).isEmpty()
                || !Optional.ofNullable(path.getParameters()).orElse(List.of()).isEmpty();
    }

    private static void add(Operation operation, ApiError error) {
        operation.getResponses().addAPIResponse(Integer.toString(error.status()), response(error));
    }

    private static APIResponse response(ApiError error) {
        var body = OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("Problem"))
                .example(ErrorShapes.problem(error));
        var response = OASFactory.createAPIResponse()
                .description(error.title())
                .content(OASFactory.createContent().addMediaType(ErrorShapes.PROBLEM_TYPE, body));
        return error.retryAfter() == null ? response : response.headers(Map.of("Retry-After", seconds()));
    }

    private static Header seconds() {
        return OASFactory.createHeader()
                .description("Seconds after which it is worth trying again.")
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER));
    }
}
