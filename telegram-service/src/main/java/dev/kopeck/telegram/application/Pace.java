package dev.kopeck.telegram.application;

import dev.kopeck.telegram.domain.ChatAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** When a chat may see its next preview. Thread-safe; forgets chats that have been quiet. */
public final class Pace {

    private static final int REMEMBERED_MAX = 10_000;

    private final Duration interval;
    private final Duration groupInterval;
    private final InstantSource clock;
    private final Map<Long, Instant> free = new HashMap<>();

    /**
     * @param interval between two previews in a private chat
     * @param groupInterval the same in a group, where Telegram allows fewer
     */
    public Pace(Duration interval, Duration groupInterval, InstantSource clock) {
        this.interval = interval;
        this.groupInterval = groupInterval;
        this.clock = clock;
    }

    /** Books the chat's next free moment. @return how long until then; zero for now */
    public synchronized Duration book(ChatAddress chat) {
        var now = clock.instant();
        var moment = free.getOrDefault(chat.chatId(), now);
        moment = moment.isBefore(now) ? now : moment;
        free.put(chat.chatId(), moment.plus(intervalOf(chat)));
        forgetQuietChats(now);
        return Duration.between(now, moment);
    }

    /** The chat was shown something just now, which may be later than was booked. */
    public void shown(ChatAddress chat) {
        block(chat, intervalOf(chat));
    }

    /** No previews in the chat for so long. */
    public synchronized void block(ChatAddress chat, Duration pause) {
        var until = clock.instant().plus(pause);
        free.merge(chat.chatId(), until, (a, b) -> a.isAfter(b) ? a : b);
    }

    private Duration intervalOf(ChatAddress chat) {
        return chat.isPrivate() ? interval : groupInterval;
    }

    private void forgetQuietChats(Instant now) {
        if (free.size() > REMEMBERED_MAX) {
            free.values().removeIf(now::isAfter);
        }
    }
}
