@NullMarked
package dev.kopeck.gateway.application.prompts;

import org.jspecify.annotations.NullMarked;
