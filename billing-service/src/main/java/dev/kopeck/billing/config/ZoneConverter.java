package dev.kopeck.billing.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads settings such as {@code Europe/Berlin}; a zone that nobody knows is complained about with the setting's name. */
public final class ZoneConverter implements Converter<ZoneId> {

    private static final long serialVersionUID = 1L;

    @Override
    public ZoneId convert(String value) {
        try {
            return ZoneId.of(value.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time zone such as Europe/Berlin", e);
        }
    }
}
