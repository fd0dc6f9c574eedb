/** What the gateway knows about models, prompts and their endings. Decides, and does no I/O. */
@NullMarked
package dev.kopeck.gateway.domain;

import org.jspecify.annotations.NullMarked;
