/** Reads price lists: each format into rows of the domain, with every fault named by its line. */
@NullMarked
package dev.kopeck.billing.adapter.http.pricelist;

import org.jspecify.annotations.NullMarked;
