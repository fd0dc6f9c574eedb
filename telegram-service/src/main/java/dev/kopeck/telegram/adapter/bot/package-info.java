/**
 * The Bot API over a typed REST client. No bot framework: those confirm an update before it is handled.
 *
 * @see <a href="https://core.telegram.org/bots/api">Bot API</a>
 */
@NullMarked
package dev.kopeck.telegram.adapter.bot;

import org.jspecify.annotations.NullMarked;
