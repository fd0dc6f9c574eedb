package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kopeck.billing.domain.trust.BadLineException;
import dev.kopeck.billing.domain.trust.StarTransaction;
import dev.kopeck.billing.domain.trust.StarTransaction.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Files that somebody else wrote: bounded, and every complaint names the line or the field. */
final class Uploads {

    /** Below what the server takes at all. */
    private static final int BYTES_MAX = 1_000_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Uploads() {}

    static String text(byte[] body) {
        require(body);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Fields.invalid("body", "must be UTF-8");
        }
    }

    /**
     * What getStarTransactions answered, with or without the envelope of the Bot API. What Telegram added since is left
     * alone.
     */
    static List<StarTransaction> starTransactions(byte[] body) {
        require(body);
        var answer = parsed(body);
        var list = (answer.has("result") ? answer.path("result") : answer).path("transactions");
        if (!list.isArray()) {
            throw Fields.invalid("transactions", "must be the array of getStarTransactions");
        }
        var transactions = new ArrayList<StarTransaction>(list.size());
        for (var transaction : list) {
            transactions.add(starTransaction("transactions." + transactions.size(), transaction));
        }
        return transactions;
    }

    private static StarTransaction starTransaction(String place, JsonNode node) {
        try {
            return StarTransaction.of(
                    node.path("id").asText(""),
                    whole(place, node, "amount"),
                    node.has("nanostar_amount") ? whole(place, node, "nanostar_amount") : 0,
                    whole(place, node, "date"),
                    direction(node));
        } catch (IllegalArgumentException e) {
            throw new BadLineException(place, String.valueOf(e.getMessage()));
        }
    }

    private static Direction direction(JsonNode node) {
        if (node.has("source")) {
            return isPayment(node.path("source")) ? Direction.PAYMENT : Direction.OTHER;
        }
        return isPayment(node.path("receiver")) ? Direction.REFUND : Direction.OTHER;
    }

    /** Not so: gifts, media, withdrawals, advertisements. */
    private static boolean isPayment(JsonNode partner) {
        return partner.path("type").asText("").equals("user")
                && partner.path("transaction_type").asText("invoice_payment").equals("invoice_payment");
    }

    private static long whole(String place, JsonNode node, String field) {
        var number = node.path(field);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new BadLineException(place + "." + field, "must be a whole number");
        }
        return number.asLong();
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            var place = Objects.requireNonNullElse(e.getLocation(), JsonLocation.NA);
            throw Fields.invalid(
                    "body", "is not JSON: line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(byte[] body) {
        if (body.length > BYTES_MAX) {
            throw new ProblemException(Problem.of(
                    "too-large", "The file is too large", 413, "Send at most 1,000,000 bytes; split it by time."));
        }
        if (body.length == 0) {
            throw Fields.invalid("body", "is empty; send the file");
        }
    }
}
