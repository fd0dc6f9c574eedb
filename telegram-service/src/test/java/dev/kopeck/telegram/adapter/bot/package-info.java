@NullMarked
package dev.kopeck.telegram.adapter.bot;

import org.jspecify.annotations.NullMarked;
