@NullMarked
package dev.kopeck.gateway.application.access;

import org.jspecify.annotations.NullMarked;
