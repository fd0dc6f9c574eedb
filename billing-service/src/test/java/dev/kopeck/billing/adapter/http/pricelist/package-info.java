/** Tests of reading price lists. */
@NullMarked
package dev.kopeck.billing.adapter.http.pricelist;

import org.jspecify.annotations.NullMarked;
