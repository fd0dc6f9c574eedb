/** Rules of the REST API. */
@NullMarked
package dev.kopeck.billing.adapter.http;

import org.jspecify.annotations.NullMarked;
