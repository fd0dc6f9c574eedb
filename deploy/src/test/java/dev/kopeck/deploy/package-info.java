@NullMarked
package dev.kopeck.deploy;

import org.jspecify.annotations.NullMarked;
