/** The facts that Kopeck's services tell each other, one record per topic. */
@NullMarked
package dev.kopeck.contracts.event;

import org.jspecify.annotations.NullMarked;
