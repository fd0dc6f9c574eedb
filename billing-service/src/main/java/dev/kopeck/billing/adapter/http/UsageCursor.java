package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.domain.UsageLine;
import dev.kopeck.contracts.event.Channel;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Optional;

/** A place in a usage report: the last line's key as one text that fits into a URL. */
final class UsageCursor {

    private static final String SEPARATOR = "\n";
    private static final int PARTS = 4;

    private UsageCursor() {}

    static String text(UsageLine.Key key) {
        var joined = String.join(
                SEPARATOR,
                key.day().map(LocalDate::toString).orElse(""),
                key.account().map(String::valueOf).orElse(""),
                key.channel().map(Channel::name).orElse(""),
                key.model().orElse(""));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException where no report gave this text */
    static UsageLine.Key key(String text) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(SEPARATOR, PARTS);
            if (parts.length == PARTS) {
                return new UsageLine.Key(
                        given(parts[0]).map(LocalDate::parse),
                        given(parts[1]).map(Long::valueOf),
                        given(parts[3]),
                        given(parts[2]).map(Channel::valueOf));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("must be a cursor that this report gave", e);
        }
        throw new IllegalArgumentException("must be a cursor that this report gave");
    }

    private static Optional<String> given(String part) {
        return Optional.of(part).filter(text -> !text.isEmpty());
    }
}
