package dev.kopeck.billing.adapter.http.pricelist;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Rates of price lists as nanos per million tokens: exact, never by way of a floating-point number, never rounded. */
final class ExactRates {

    /** A nano is a billionth. */
    private static final int PER_MILLION = 9;
    /** A million tokens more. */
    private static final int PER_TOKEN = 15;

    /** Plain or with an exponent, as spreadsheets write small numbers. */
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

    private ExactRates() {}

    /** @param name what the rate is called in the list, for the complaint */
    static long perMillion(String name, String text) throws BadRowException {
        if (!DECIMAL.matcher(text).matches()) {
            throw new BadRowException(name + " must be a decimal number such as 2.50");
        }
        return nanos(name, new BigDecimal(text), PER_MILLION);
    }

    /** A number or a text with a number. */
    static long perMillion(String name, JsonNode value) throws BadRowException {
        return value.isTextual() ? perMillion(name, value.textValue()) : nanos(name, number(name, value), PER_MILLION);
    }

    static long perToken(String name, JsonNode value) throws BadRowException {
        if (value.isTextual() && DECIMAL.matcher(value.textValue()).matches()) {
            return nanos(name, new BigDecimal(value.textValue()), PER_TOKEN);
        }
        return nanos(name, number(name, value), PER_TOKEN);
    }

    private static BigDecimal number(String name, JsonNode value) throws BadRowException {
        if (!value.isNumber()) {
            throw new BadRowException(name + " must be a number");
        }
        return value.decimalValue();
    }

    private static long nanos(String name, BigDecimal value, int shift) throws BadRowException {
        if (value.signum() < 0) {
            throw new BadRowException(name + " must not be negative");
        }
        try {
            var nanos = value.movePointRight(shift).stripTrailingZeros();
            if (nanos.scale() > 0) {
                throw new BadRowException(name + " has more decimals than whole nanos per million tokens can hold");
            }
            return nanos.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new BadRowException(name + " is too large");
        }
    }
}
