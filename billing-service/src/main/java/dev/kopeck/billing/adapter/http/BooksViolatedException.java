package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.TrustViews.ViolationView;
import dev.kopeck.billing.domain.trust.Violation;
import java.util.List;

/** Ends a request with what is wrong with the account's books; a transaction that it passes through is rolled back. */
final class BooksViolatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    BooksViolatedException(List<Violation> violations) {
        super("the account's books are violated", null, false, false);
        this.violations = List.copyOf(violations);
    }

    BooksProblem problem() {
        return new BooksProblem(
                "urn:kopeck:problem:books-violated",
                "The account's books do not add up",
                409,
                "Correct them with new entries; the violations say where.",
                violations.stream().map(ViolationView::of).toList());
    }

    /** {@link Problem} with one member more. */
    record BooksProblem(String type, String title, int status, String detail, List<ViolationView> violations) {}
}
