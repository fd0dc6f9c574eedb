package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.AccountViews.AccountView;
import dev.kopeck.billing.application.FindAccounts;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.domain.Registration;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** First contact of a door with its user. */
@Path("/v1/payers")
@Produces(MediaType.APPLICATION_JSON)
class PayerResource {

    private final KeepAccounts accounts;
    private final FindAccounts finding;

    PayerResource(KeepAccounts accounts, FindAccounts finding) {
        this.accounts = accounts;
        this.finding = finding;
    }

    /** The payer's account; registered, with the welcome grant, where nobody has met it before. */
    @PUT
    @Path("/{payer}")
    public Uni<AccountView> register(String payer) {
        return accounts.register(Fields.payer(payer)).chain(this::account);
    }

    private Uni<AccountView> account(Optional<Registration> found) {
        var registration = found.orElseThrow(PayerResource::unknown);
        return finding.find(registration.account())
                .map(account -> AccountView.of(account.orElseThrow(PayerResource::unknown))
                        .contacted(registration.registered(), registration.granted()));
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.notFound("The payer names an account that does not exist.")
                .at("payer"));
    }
}
