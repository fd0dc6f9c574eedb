package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.AccountRequests.AddPayer;
import dev.kopeck.billing.adapter.http.AccountViews.PayerView;
import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.AccountOverview;
import dev.kopeck.billing.application.FindAccounts;
import dev.kopeck.billing.application.IdentityChange;
import dev.kopeck.billing.application.KeepIdentities;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who pays from an account. */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Payers")
class IdentityResource {

    private final KeepIdentities identities;
    private final FindAccounts finding;
    private final JsonBody json;
    private final Changes changes;

    IdentityResource(KeepIdentities identities, FindAccounts finding, JsonBody json, Changes changes) {
        this.identities = identities;
        this.finding = finding;
        this.json = json;
        this.changes = changes;
    }

    /** All of them: an account has a bounded number. */
    @GET
    @Path("/{id}/payers")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List an account's payers", description = "All of them, in one page.")
    public Uni<Page<PayerView>> payers(String id) {
        var accountId = Fields.accountId(id);
        return finding.find(accountId).map(found -> page(found.orElseThrow(() -> AccountProblems.unknown(accountId))));
    }

    /** Takes a payer that nobody has met, or the one of another account where that is named. */
    @POST
    @Path("/{id}/payers")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Add a payer to an account",
            description = "A Telegram user whom nobody has met, or the one of another account where that is named.")
    @APIResponseSchema(value = PayerView.class, responseCode = "201")
    public Uni<Response> add(
            String id,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(AddPayer.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var request = json.read(body, AddPayer.class);
        var payer = telegram(Fields.required("payer", request.payer()));
        var from = Optional.ofNullable(request.from()).map(IdentityResource::from);
        return changes.post(
                "/v1/accounts/" + accountId + "/payers",
                key,
                request,
                () -> identities
                        .add(accountId, payer, from)
                        .map(change -> audited("account.payer.add", accountId, payer, change)));
    }

    /** The payer gets an empty account of its own: it must never be greeted as a stranger again. */
    @DELETE
    @Path("/{id}/payers/{payer}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Take a payer from an account",
            description = "The payer gets an empty account of its own, without a welcome grant.")
    @APIResponseSchema(value = PayerView.class, responseCode = "200")
    public Uni<Response> remove(String id, String payer) {
        var accountId = Fields.accountId(id);
        var removed = telegram(payer);
        return changes.apply(() -> identities
                .remove(accountId, removed)
                .map(change -> audited("account.payer.remove", accountId, removed, change)));
    }

    private static Change audited(String action, AccountId id, Payer payer, IdentityChange change) {
        var subject = "account:" + id;
        return switch (change) {
            case IdentityChange.Added added ->
                Change.of(action, subject, new PayerView(payer.value(), id.toString(), null));
            case IdentityChange.Belongs belongs ->
                new Change(
                        action,
                        subject,
                        new PayerView(payer.value(), belongs.from().toString(), null),
                        view(belongs));
            case IdentityChange.BelongsToAnother another -> throw anothers(another.owner());
            case IdentityChange.AccountIsClosed closed -> throw AccountProblems.closed();
            case IdentityChange.TooMany tooMany ->
                throw AccountProblems.conflict(
                        "too-many-payers",
                        "The account has too many payers",
                        "An account has at most %d payers.".formatted(tooMany.most()));
            case IdentityChange.UnknownAccount unknown ->
                throw AccountProblems.unknown(
                        unknown.missing().contains(id) ? "id" : "from",
                        unknown.missing().getFirst());
            case IdentityChange.NotOfThisAccount none ->
                throw new ProblemException(Problem.notFound("The payer is not one of this account's.")
                        .at("payer"));
        };
    }

    private static PayerView view(IdentityChange.Belongs belongs) {
        boolean moved = !belongs.from().equals(belongs.account());
        return new PayerView(
                belongs.payer().value(),
                belongs.account().toString(),
                moved ? belongs.from().toString() : null);
    }

    private static ProblemException anothers(AccountId owner) {
        return new ProblemException(Problem.of(
                        "payer-of-another-account",
                        "The payer has another account",
                        409,
                        "It pays from account %s; to move it, send \"from\": \"%s\".".formatted(owner, owner))
                .at("payer"));
    }

    /** The payer that names an account always names that one. */
    private static Payer telegram(String text) {
        var payer = Fields.payer(text);
        if (!payer.isTelegram()) {
            throw Fields.invalid("payer", "must be telegram:<user id>");
        }
        return payer;
    }

    private static AccountId from(String text) {
        try {
            return AccountId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Fields.invalid("from", String.valueOf(e.getMessage()));
        }
    }

    private static Page<PayerView> page(AccountOverview overview) {
        var account = overview.account();
        return new Page<>(
                account.payers().stream()
                        .map(payer -> new PayerView(payer.value(), account.id().toString(), null))
                        .toList(),
                null);
    }
}
