package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.billing.adapter.http.AccountRequests.AccountPatchBody;
import dev.kopeck.billing.adapter.http.AccountRequests.OpenAccount;
import dev.kopeck.billing.adapter.http.AccountViews.AccountView;
import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.AccountChange;
import dev.kopeck.billing.application.ChangeAccounts;
import dev.kopeck.billing.application.FindAccounts;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.AccountPatch;
import dev.kopeck.billing.domain.AccountProfile;
import dev.kopeck.billing.domain.Metadata;
import dev.kopeck.billing.domain.NewAccount;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Accounts: opened, found, described. */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
class AccountsResource {

    private static final Set<String> PATCHED = Set.of("name", "metadata", "creditLimit", "lowBalance");

    private final ChangeAccounts accounts;
    private final FindAccounts finding;
    private final JsonBody json;
    private final Changes changes;

    AccountsResource(ChangeAccounts accounts, FindAccounts finding, JsonBody json, Changes changes) {
        this.accounts = accounts;
        this.finding = finding;
        this.json = json;
        this.changes = changes;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Open an account", description = "Without a payer: add one, or issue an API key.")
    @APIResponseSchema(value = AccountView.class, responseCode = "201")
    public Uni<Response> open(
            @HeaderParam(Changes.HEADER) @Nullable String key, @RequestBodySchema(OpenAccount.class) byte[] body) {
        var request = json.read(body, OpenAccount.class);
        AccountResource.requireBooksCurrency(request.currency());
        var profile = new AccountProfile(
                Optional.ofNullable(Fields.optional("name", request.name())),
                new Metadata(AccountFields.metadata(request.metadata())),
                Optional.empty());
        var wanted = new NewAccount(
                profile,
                AccountFields.optionalAmount("creditLimit", request.creditLimit())
                        .orElse(Nanos.ZERO),
                AccountFields.optionalAmount("lowBalance", request.lowBalance()));
        return changes.post(
                "/v1/accounts",
                key,
                request,
                () -> accounts.open(wanted)
                        .chain(finding::overview)
                        .map(AccountView::of)
                        .map(view -> Change.of("account.open", "account:" + view.id(), view)));
    }

    /** Those for which all parameters hold, the newest first. A page may be short while there are more. */
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Search accounts",
            description = "Those for which all parameters hold, newest first. A page may be short, or empty, while"
                    + " there is a next one.")
    public Uni<Page<AccountView>> search(@BeanParam AccountSearchParameters parameters) {
        return finding.search(parameters.query()).map(AccountsResource::page);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Read an account")
    public Uni<AccountView> account(String id) {
        var accountId = Fields.accountId(id);
        return finding.find(accountId)
                .map(found -> AccountView.of(found.orElseThrow(() -> AccountProblems.unknown(accountId))));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Change an account",
            description = "As JSON Merge Patch (RFC 7396): what is left out stays, null takes out. A limit on credit"
                    + " is never taken out; set it to zero.")
    @APIResponseSchema(value = AccountView.class, responseCode = "200")
    public Uni<Response> patch(String id, @RequestBodySchema(AccountPatchBody.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var patch = patch(new MergePatch(json.read(body, JsonNode.class), PATCHED));
        return changes.apply(() -> accounts.patch(accountId, patch).chain(change -> switch (change) {
            case AccountChange.Changed changed -> described(changed);
            case AccountChange.Refused refused -> throw AccountProblems.refused(refused);
            case AccountChange.UnknownAccount unknown -> throw AccountProblems.unknown(accountId);
        }));
    }

    private Uni<Change> described(AccountChange.Changed changed) {
        return view(changed.before())
                .chain(before -> view(changed.after())
                        .map(after -> new Change("account.change", "account:" + after.id(), before, after)));
    }

    private Uni<AccountView> view(Account account) {
        return finding.overview(account).map(AccountView::of);
    }

    private static Page<AccountView> page(FindAccounts.Page found) {
        return new Page<>(
                found.accounts().stream().map(AccountView::of).toList(),
                found.nextBelow().map(String::valueOf).orElse(null));
    }

    private static AccountPatch patch(MergePatch patch) {
        return new AccountPatch(
                patch.text("name", Fields::required),
                patch.object("metadata").map(AccountsResource::metadata).orElse(Map.of()),
                patch.lasting("creditLimit", AccountFields::amount),
                patch.text("lowBalance", AccountFields::amount));
    }

    private static Map<String, Optional<String>> metadata(JsonNode given) {
        var entries = new HashMap<String, Optional<String>>();
        given.properties()
                .forEach(entry -> entries.put(
                        AccountFields.metadataKey(entry.getKey()), value(entry.getKey(), entry.getValue())));
        if (entries.size() > 2 * Metadata.ENTRIES_MAX) {
            throw AccountFields.tooMuchMetadata();
        }
        return entries;
    }

    private static Optional<String> value(String key, JsonNode value) {
        return value.isNull() ? Optional.empty() : Optional.of(AccountFields.metadataValue(key, value.textValue()));
    }
}
