package dev.kopeck.billing.adapter.http.pricelist;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Walks through JSON, so that every row knows its line. A field that comes twice, a bracket that is missing, text that
 * follows: nothing of such a list is used, since nobody knows what else is wrong with it.
 */
final class JsonRows {

    /** Numbers are exact. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonRows() {}

    /** Reads one format's structure. */
    interface Walk {
        SheetReading read(JsonParser parser) throws IOException, BadRowException;
    }

    static SheetReading read(byte[] body, Walk walk) {
        try (var parser = JSON.createParser(body)) {
            var reading = walk.read(parser);
            if (reading instanceof SheetReading.Read && parser.nextToken() != null) {
                return new SheetReading.Unreadable("has more behind its end, on line %d".formatted(line(parser)));
            }
            return reading;
        } catch (BadRowException e) {
            return new SheetReading.Unreadable(e.reason());
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            return new SheetReading.Unreadable(
                    place == null
                            ? "is not JSON"
                            : "is not JSON: line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()));
        } catch (IOException e) {
            return new SheetReading.Unreadable("is not text in UTF-8");
        }
    }

    static void expect(JsonParser parser, JsonToken token, String complaint) throws IOException, BadRowException {
        if (parser.nextToken() != token) {
            throw new BadRowException("line %d: %s".formatted(line(parser), complaint));
        }
    }

    static int line(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
