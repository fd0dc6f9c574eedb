package dev.kopeck.telegram.domain;

/** Texts of the bot's own, each asked for by one message. */
public enum NoticeKind {
    START(true),
    HELP(false),
    BALANCE(true),
    NEW_CONVERSATION(false),
    NOT_TEXT(false),
    UNKNOWN_COMMAND(false);

    private final boolean aboutMoney;

    NoticeKind(boolean aboutMoney) {
        this.aboutMoney = aboutMoney;
    }

    /** Whether billing has to be asked before the text can be written. */
    public boolean isAboutMoney() {
        return aboutMoney;
    }
}
