@NullMarked
package dev.kopeck.telegram.application;

import org.jspecify.annotations.NullMarked;
