/** What proves that the books are right: invariants, proofs, seals, reconciliations. */
@NullMarked
package dev.kopeck.billing.domain.trust;

import org.jspecify.annotations.NullMarked;
