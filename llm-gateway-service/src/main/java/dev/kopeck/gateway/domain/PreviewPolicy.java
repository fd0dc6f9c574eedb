package dev.kopeck.gateway.domain;

import dev.kopeck.contracts.event.Channel;
import java.time.Duration;
import java.util.Set;

/**
 * How much of an answer is shown while it is being written. The first words go out at once; after that the text so far,
 * at most once in an interval.
 *
 * @param charsMax UTF-16 units that a preview holds; longer texts are cut at a character's end
 */
public record PreviewPolicy(Set<Channel> channels, Duration interval, int charsMax) {

    public PreviewPolicy {
        channels = Set.copyOf(channels);
    }

    public boolean isWanted(Channel channel) {
        return channels.contains(channel);
    }

    /** The beginning of the text that fits, without half of a surrogate pair at its end. */
    public String cut(CharSequence text) {
        if (text.length() <= charsMax) {
            return text.toString();
        }
        int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
        return text.subSequence(0, end).toString();
    }
}
