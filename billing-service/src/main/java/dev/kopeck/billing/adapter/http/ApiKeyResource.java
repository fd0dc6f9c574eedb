package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.billing.adapter.http.AccountRequests.IssueKey;
import dev.kopeck.billing.adapter.http.AccountRequests.KeyPatchBody;
import dev.kopeck.billing.adapter.http.ApiKeyViews.ApiKeyView;
import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.ApiKeyChange;
import dev.kopeck.billing.application.IssueApiKeys;
import dev.kopeck.billing.application.KeepApiKeys;
import dev.kopeck.billing.domain.ApiKey;
import dev.kopeck.billing.domain.ApiKeyPatch;
import dev.kopeck.billing.domain.ApiKeyTerms;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** API keys of an account. A key is shown once, when it is issued, and kept nowhere in clear. */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "API keys")
class ApiKeyResource {

    private static final Set<String> PATCHED = Set.of("name", "models", "spendLimit", "expiresAt");
    private static final UUID ABOVE_ALL = new UUID(-1, -1);
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;

    private final IssueApiKeys issuing;
    private final KeepApiKeys keys;
    private final JsonBody json;
    private final Changes changes;
    private final Clock clock;

    ApiKeyResource(IssueApiKeys issuing, KeepApiKeys keys, JsonBody json, Changes changes, Clock clock) {
        this.issuing = issuing;
        this.keys = keys;
        this.json = json;
        this.changes = changes;
        this.clock = clock;
    }

    /** A replay answers without the key: whoever lost it revokes it and issues another one. */
    @POST
    @Path("/{id}/keys")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Issue an API key",
            description = "The key is in the first answer and nowhere else: the same request again is answered"
                    + " without it. Whoever lost it revokes it and issues another one.")
    @APIResponseSchema(value = ApiKeyView.class, responseCode = "201")
    public Uni<Response> issue(
            String id,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(IssueKey.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var request = json.read(body, IssueKey.class);
        var terms = new ApiKeyTerms(
                Fields.required("name", request.name()),
                Optional.ofNullable(request.models()).map(models -> AccountFields.models("models", models)),
                AccountFields.optionalAmount("spendLimit", request.spendLimit()),
                Optional.ofNullable(request.expiresAt())
                        .map(at -> AccountFields.future("expiresAt", at, clock.instant())));
        return changes.post(
                "/v1/accounts/" + accountId + "/keys",
                key,
                request,
                () -> issuing.issue(accountId, terms).map(change -> audited("key.issue", accountId, change)));
    }

    @GET
    @Path("/{id}/keys")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List an account's API keys", description = "Revoked and expired ones too, newest first.")
    public Uni<Page<ApiKeyView>> list(
            String id,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        var accountId = Fields.accountId(id);
        int size = (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        var below = AccountFields.parameter("cursor", cursor, text -> AccountFields.uuid("cursor", text))
                .orElse(ABOVE_ALL);
        return keys.list(accountId, below, size + 1)
                .map(found -> page(found.orElseThrow(() -> AccountProblems.unknown(accountId)), size));
    }

    @GET
    @Path("/{id}/keys/{key}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Read an API key", description = "What it may do and has spent; never the key itself.")
    public Uni<ApiKeyView> key(String id, String key) {
        return keys.find(Fields.accountId(id), AccountFields.uuid("key", key))
                .map(found -> ApiKeyView.of(found.orElseThrow(ApiKeyResource::unknown)));
    }

    @PATCH
    @Path("/{id}/keys/{key}")
    @Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Change an API key",
            description = "As JSON Merge Patch (RFC 7396): what is left out stays, null takes out. A revoked key"
                    + " stays as it is.")
    @APIResponseSchema(value = ApiKeyView.class, responseCode = "200")
    public Uni<Response> patch(String id, String key, @RequestBodySchema(KeyPatchBody.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var keyId = AccountFields.uuid("key", key);
        var patch = patch(new MergePatch(json.read(body, JsonNode.class), PATCHED));
        return changes.apply(
                () -> keys.patch(accountId, keyId, patch).map(change -> audited("key.change", accountId, change)));
    }

    /** Revokes it: the next prompt that names it is declined. */
    @DELETE
    @Path("/{id}/keys/{key}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Revoke an API key", description = "For good: the next prompt that names it is declined.")
    @APIResponseSchema(value = ApiKeyView.class, responseCode = "200")
    public Uni<Response> revoke(String id, String key) {
        var accountId = Fields.accountId(id);
        var keyId = AccountFields.uuid("key", key);
        return changes.apply(
                () -> keys.revoke(accountId, keyId).map(change -> audited("key.revoke", accountId, change)));
    }

    private ApiKeyPatch patch(MergePatch patch) {
        return new ApiKeyPatch(
                patch.lasting("name", Fields::required),
                patch.texts("models", (field, models) -> AccountFields.models(field, List.copyOf(models))),
                patch.text("spendLimit", AccountFields::amount),
                patch.text("expiresAt", (field, text) -> AccountFields.future(field, text, clock.instant())));
    }

    private static Change audited(String action, AccountId account, ApiKeyChange change) {
        return switch (change) {
            case ApiKeyChange.Issued issued ->
                Change.secret(
                        action,
                        subject(issued.key()),
                        ApiKeyView.of(issued.key()),
                        ApiKeyView.of(issued.key(), issued.secret()));
            case ApiKeyChange.Changed changed ->
                new Change(
                        action,
                        subject(changed.after()),
                        ApiKeyView.of(changed.before()),
                        ApiKeyView.of(changed.after()));
            case ApiKeyChange.UnknownAccount unknown -> throw AccountProblems.unknown(account);
            case ApiKeyChange.UnknownKey unknown -> throw unknown();
            case ApiKeyChange.AccountIsClosed closed -> throw AccountProblems.closed();
            case ApiKeyChange.KeyIsRevoked revoked ->
                throw AccountProblems.conflict(
                        "key-revoked", "The key is revoked", "A revoked key stays as it is; issue another one.");
            case ApiKeyChange.TooMany tooMany ->
                throw AccountProblems.conflict(
                        "too-many-keys",
                        "The account has too many keys",
                        "At most %d keys of an account may be open; revoke one first.".formatted(tooMany.most()));
        };
    }

    private static String subject(ApiKey key) {
        return "api_key:" + key.id();
    }

    private static ProblemException unknown() {
        return new ProblemException(
                Problem.notFound("The account has no such key.").at("key"));
    }

    /** One key more than asked for tells that there is a next page. */
    private static Page<ApiKeyView> page(List<ApiKey> keys, int size) {
        boolean more = keys.size() > size;
        var shown = more ? keys.subList(0, size) : keys;
        return new Page<>(
                shown.stream().map(ApiKeyView::of).toList(),
                more ? shown.getLast().id().toString() : null);
    }
}
