/** Ids as types: what a prompt, a payer and an account are called everywhere. */
@NullMarked
package dev.kopeck.contracts.identity;

import org.jspecify.annotations.NullMarked;
