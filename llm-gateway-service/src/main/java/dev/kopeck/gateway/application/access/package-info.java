/** Who may ask for answers, and how many. */
@NullMarked
package dev.kopeck.gateway.application.access;

import org.jspecify.annotations.NullMarked;
