package dev.kopeck.billing.config;

import dev.kopeck.contracts.money.Nanos;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads settings such as {@code 1.00}; a negative amount is no setting. */
public final class NanosConverter implements Converter<Nanos> {

    private static final long serialVersionUID = 1L;

    @Override
    public Nanos convert(String value) {
        var amount = Nanos.parse(value.strip());
        if (amount.isNegative()) {
            throw new IllegalArgumentException("must not be negative");
        }
        return amount;
    }
}
