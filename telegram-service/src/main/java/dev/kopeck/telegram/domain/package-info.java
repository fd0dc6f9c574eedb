/** What the bot decides, without doing any of it: pure functions over values. */
@NullMarked
package dev.kopeck.telegram.domain;

import org.jspecify.annotations.NullMarked;
