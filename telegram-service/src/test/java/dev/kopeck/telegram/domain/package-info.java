@NullMarked
package dev.kopeck.telegram.domain;

import org.jspecify.annotations.NullMarked;
