package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.AccountViews.AccountView;
import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.application.AccountOverview;
import dev.kopeck.billing.application.FindAccounts;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.domain.Registration;
import dev.kopeck.contracts.identity.Payer;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** First contact of a door with its user. */
@Path("/v1/payers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Payers")
class PayerResource {

    private final KeepAccounts accounts;
    private final FindAccounts finding;
    private final Changes changes;

    PayerResource(KeepAccounts accounts, FindAccounts finding, Changes changes) {
        this.accounts = accounts;
        this.finding = finding;
        this.changes = changes;
    }

    /** The payer's account; registered, with the welcome grant, where nobody has met it before. */
    @PUT
    @Path("/{payer}")
    @RolesAllowed(Roles.DOOR)
    @Operation(
            summary = "Meet a payer",
            description = "Answers the payer's account. A Telegram user whom nobody has met is registered and gets the"
                    + " welcome grant, once for ever; so this may be repeated as it is.")
    @APIResponseSchema(value = AccountView.class, responseCode = "200")
    public Uni<Response> register(String payer) {
        var met = Fields.payer(payer);
        return changes.apply(() -> change(met));
    }

    private Uni<Change> change(Payer payer) {
        return accounts.register(payer)
                .map(found -> found.orElseThrow(PayerResource::unknown))
                .chain(registration ->
                        finding.find(registration.account()).map(account -> change(registration, account)));
    }

    /** Meeting somebody again changes nothing. */
    private static Change change(Registration registration, Optional<AccountOverview> found) {
        var overview = found.orElseThrow(PayerResource::unknown);
        var view = AccountView.of(overview).contacted(registration.registered(), registration.granted());
        return registration.registered()
                ? Change.of("payer.register", "account:" + registration.account(), view)
                : Change.none(view);
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.notFound("The payer names an account that does not exist.")
                .at("payer"));
    }
}
