@NullMarked
package dev.kopeck.gateway.application;

import org.jspecify.annotations.NullMarked;
