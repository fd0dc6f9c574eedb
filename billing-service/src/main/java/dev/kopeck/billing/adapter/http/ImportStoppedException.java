package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.ImportViews.ImportProblem;

/** Ends an import that was stopped; the transaction that it passes through is rolled back, and its key stays free. */
final class ImportStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ImportProblem problem;

    ImportStoppedException(ImportProblem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    ImportProblem problem() {
        return problem;
    }
}
