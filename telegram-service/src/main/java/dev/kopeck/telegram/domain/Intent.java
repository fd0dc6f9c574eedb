package dev.kopeck.telegram.domain;

import dev.kopeck.telegram.domain.Update.Content;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a message asks the bot to do. */
public sealed interface Intent {

    /** Ask the model. */
    record Prompt(String text) implements Intent {

        /** Without the text: prompts never reach a log. */
        @Override
        public String toString() {
            return "Prompt[%d characters]".formatted(text.length());
        }
    }

    /** Answer with a text of the bot's own, at no cost. */
    record Notice(NoticeKind kind) implements Intent {}

    /** Meant for somebody else. */
    record Nothing() implements Intent {}

    /** The slash, the name as Telegram allows it, and in groups the bot that is meant. */
    Pattern COMMAND = Pattern.compile("/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?=\\s|$)");

    /** In a group the bot speaks only when it is spoken to: by a command, a mention, or a reply to it. */
    static Intent of(Update.Message message, BotIdentity bot) {
        boolean isPrivate = message.origin().chat().isPrivate();
        return switch (message.content()) {
            case Content.Text text -> ofText(text, bot, isPrivate);
            case Content.Other _ -> isPrivate ? new Notice(NoticeKind.NOT_TEXT) : new Nothing();
            case Content.Service _ -> new Nothing();
        };
    }

    private static Intent ofText(Content.Text message, BotIdentity bot, boolean isPrivate) {
        var text = message.text().strip();
        var command = COMMAND.matcher(text);
        if (command.lookingAt()) {
            var addressee = command.group(2);
            if (addressee != null && !addressee.equalsIgnoreCase(bot.username())) {
                return new Nothing();
            }
            boolean isAddressed = isPrivate || addressee != null;
            return ofCommand(command.group(1).toLowerCase(Locale.ROOT), text, command.end(), isAddressed);
        }
        if (text.isEmpty()) {
            return new Nothing();
        }
        boolean isMeant = isPrivate || message.repliedUserId() == bot.id() || mentions(text, bot);
        return isMeant ? new Prompt(text) : new Nothing();
    }

    /** An unknown command alone is a slip; with words behind it, it may be a path that somebody asks about. */
    private static Intent ofCommand(String name, String text, int end, boolean isAddressed) {
        return switch (name) {
            case "start" -> new Notice(NoticeKind.START);
            case "help" -> new Notice(NoticeKind.HELP);
            case "balance" -> new Notice(NoticeKind.BALANCE);
            case "new" -> new Notice(NoticeKind.NEW_CONVERSATION);
            default -> {
                if (!isAddressed) {
                    yield new Nothing();
                }
                yield text.length() == end ? new Notice(NoticeKind.UNKNOWN_COMMAND) : new Prompt(text);
            }
        };
    }

    private static boolean mentions(String text, BotIdentity bot) {
        return text.toLowerCase(Locale.ROOT).contains("@" + bot.username().toLowerCase(Locale.ROOT));
    }
}
