@NullMarked
package dev.kopeck.gateway.domain;

import org.jspecify.annotations.NullMarked;
