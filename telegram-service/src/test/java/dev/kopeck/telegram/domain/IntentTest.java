package dev.kopeck.telegram.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.telegram.domain.Intent.Nothing;
import dev.kopeck.telegram.domain.Intent.Notice;
import dev.kopeck.telegram.domain.Intent.Prompt;
import dev.kopeck.telegram.domain.Update.Content;
import dev.kopeck.telegram.domain.Update.Origin;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IntentTest {

    private static final BotIdentity BOT = new BotIdentity(9, "kopeck_bot");
    private static final long USER = 42;
    private static final long GROUP = -100;

    @Test
    void textIsAPrompt() {
        assertThat(privately(" What is a kopeck? ")).isEqualTo(new Prompt("What is a kopeck?"));
        assertThat(privately("/etc/passwd: what is it?")).isEqualTo(new Prompt("/etc/passwd: what is it?"));
    }

    @Test
    void commandsAreKnownInAnyForm() {
        assertThat(privately("/start")).isEqualTo(new Notice(NoticeKind.START));
        assertThat(privately("/start u123")).isEqualTo(new Notice(NoticeKind.START));
        assertThat(privately("/HELP")).isEqualTo(new Notice(NoticeKind.HELP));
        assertThat(privately("/balance@Kopeck_Bot")).isEqualTo(new Notice(NoticeKind.BALANCE));
        assertThat(privately("/new")).isEqualTo(new Notice(NoticeKind.NEW_CONVERSATION));
    }

    @Test
    void anUnknownCommandIsNotPaidForUnlessItIsASentence() {
        assertThat(privately("/halp")).isEqualTo(new Notice(NoticeKind.UNKNOWN_COMMAND));
        assertThat(privately("/usr is what?")).isEqualTo(new Prompt("/usr is what?"));
    }

    @Test
    void otherMediaAreAnsweredInPrivateOnly() {
        assertThat(of(USER, new Content.Other())).isEqualTo(new Notice(NoticeKind.NOT_TEXT));
        assertThat(of(GROUP, new Content.Other())).isEqualTo(new Nothing());
        assertThat(of(USER, new Content.Service())).isEqualTo(new Nothing());
    }

    @Test
    void inAGroupTheBotSpeaksWhenItIsSpokenTo() {
        assertThat(of(GROUP, new Content.Text("chatter", 0))).isEqualTo(new Nothing());
        assertThat(of(GROUP, new Content.Text("really?", BOT.id()))).isEqualTo(new Prompt("really?"));
        assertThat(of(GROUP, new Content.Text("really?", 77))).isEqualTo(new Nothing());
        assertThat(of(GROUP, new Content.Text("@Kopeck_bot really?", 0))).isEqualTo(new Prompt("@Kopeck_bot really?"));
        assertThat(of(GROUP, new Content.Text("/help@other_bot", 0))).isEqualTo(new Nothing());
        assertThat(of(GROUP, new Content.Text("/dice", 0))).isEqualTo(new Nothing());
        assertThat(of(GROUP, new Content.Text("/dice@kopeck_bot", 0)))
                .isEqualTo(new Notice(NoticeKind.UNKNOWN_COMMAND));
    }

    @Test
    void theSameMessageIsTheSamePromptAndEveryOtherIsNot() {
        // Given
        var origin = origin(USER);
        // Then
        assertThat(origin.promptId(BOT)).isEqualTo(origin(USER).promptId(BOT));
        assertThat(origin.promptId(BOT).time()).isEqualTo(origin.sentAt());
        assertThat(origin.promptId(BOT)).isNotEqualTo(origin.promptId(new BotIdentity(8, "other_bot")));
        assertThat(origin.promptId(BOT)).isNotEqualTo(origin(USER + 1).promptId(BOT));
    }

    private static Intent privately(String text) {
        return of(USER, new Content.Text(text, 0));
    }

    private static Intent of(long chat, Content content) {
        return Intent.of(new Update.Message(1, origin(chat), content), BOT);
    }

    private static Origin origin(long chat) {
        return new Origin(new ChatAddress(chat, 0), 7, USER, "en", Instant.ofEpochSecond(1_790_000_000));
    }
}
