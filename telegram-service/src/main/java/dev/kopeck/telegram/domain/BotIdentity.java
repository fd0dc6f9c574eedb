package dev.kopeck.telegram.domain;

/**
 * Who the bot is, as getMe tells. All progress and all chats are keyed by its id, so that another token never meets the
 * numbers of the one before.
 *
 * @param username without the at sign
 */
public record BotIdentity(long id, String username) {}
