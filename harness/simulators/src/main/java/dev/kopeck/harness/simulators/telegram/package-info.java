/** A Telegram Bot API with a chat page: users, private chats and one bot, on this machine alone. */
@NullMarked
package dev.kopeck.harness.simulators.telegram;

import org.jspecify.annotations.NullMarked;
