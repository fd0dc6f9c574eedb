package dev.kopeck.billing.adapter.http.pricelist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Our own table. The first line names the columns, in any order; rates are in currency per million tokens. A model has
 * one row, and one more for each context tier, with the tier's threshold in {@code above_input_tokens}.
 */
final class CsvSheet {

    private static final String MODEL = "model";
    private static final String ABOVE = "above_input_tokens";
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final Set<String> NEEDED = Set.of(MODEL, INPUT, OUTPUT);
    private static final Set<String> KNOWN =
            Set.of(MODEL, ABOVE, INPUT, "cached_input", "cache_write", OUTPUT, "reasoning");

    private static final ObjectReader ROWS = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build()
            .readerFor(String[].class);

    private final int rowsMax;
    private final SheetBuilder sheet = new SheetBuilder();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    /** Models of which a row is invalid already: nothing more needs to be said of them. */
    private final Set<String> bad = new HashSet<>();

    CsvSheet(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    SheetReading read(byte[] body) {
        try (MappingIterator<String[]> rows = ROWS.readValues(body)) {
            return rows.hasNextValue() ? read(header(rows.nextValue()), rows) : sheet.read();
        } catch (BadRowException e) {
            return new SheetReading.Unreadable("line 1: " + e.reason());
        } catch (JsonProcessingException e) {
            return new SheetReading.Unreadable("line %d cannot be read; is a quote left open?"
                    .formatted(e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
        } catch (IOException e) {
            return new SheetReading.Unreadable("is not text in UTF-8");
        }
    }

    private SheetReading read(List<String> columns, MappingIterator<String[]> rows) throws IOException {
        int count = 0;
        while (rows.hasNextValue()) {
            int line = rows.getParser().currentLocation().getLineNr();
            if (++count > rowsMax) {
                return new SheetReading.Unreadable("has more than %d rows".formatted(rowsMax));
            }
            add(line, columns, rows.nextValue());
        }
        entries.values().forEach(this::close);
        return sheet.read();
    }

    private static List<String> header(String[] cells) throws BadRowException {
        var columns = Arrays.stream(cells)
                .map(cell -> cell.strip().toLowerCase(Locale.ROOT))
                .toList();
        for (var column : columns) {
            if (!KNOWN.contains(column)) {
                throw new BadRowException("column \"%s\" is not known; the columns are %s"
                        .formatted(
                                shortened(column),
                                String.join(", ", KNOWN.stream().sorted().toList())));
            }
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new BadRowException("a column comes twice");
        }
        if (!columns.containsAll(NEEDED)) {
            throw new BadRowException("the columns model, input and output are needed");
        }
        return columns;
    }

    private void add(int line, List<String> columns, String[] cells) {
        var model = cells.length > columns.indexOf(MODEL) ? cells[columns.indexOf(MODEL)] : "";
        try {
            if (cells.length != columns.size()) {
                throw new BadRowException(
                        "has %d cells where the first line names %d columns".formatted(cells.length, columns.size()));
            }
            var row = new HashMap<String, String>();
            for (int i = 0; i < cells.length; i++) {
                row.put(columns.get(i), cells[i].strip());
            }
            add(line, model.strip(), row);
        } catch (BadRowException e) {
            bad.add(model.strip());
            sheet.invalid(line, model, e.reason());
        }
    }

    private void add(int line, String model, Map<String, String> row) throws BadRowException {
        var above = row.getOrDefault(ABOVE, "");
        if (above.isEmpty()) {
            var name = sheet.claim(line, model);
            var base = rates(row);
            entry(line, name).base = base;
            return;
        }
        if (!above.matches("[1-9]\\d{0,9}")) {
            throw new BadRowException(ABOVE + " must be a whole number of at least 1");
        }
        long threshold = Long.parseLong(above);
        var tier = new ContextTier(threshold, rates(row));
        if (entry(line, model).tiers.putIfAbsent(threshold, tier) != null) {
            throw new BadRowException("has two tiers above %d input tokens".formatted(threshold));
        }
    }

    private Entry entry(int line, String model) {
        return entries.computeIfAbsent(model, name -> new Entry(name, line));
    }

    private void close(Entry entry) {
        if (bad.contains(entry.model)) {
            return;
        }
        try {
            if (entry.base == null) {
                throw new BadRowException("has a tier but no row without " + ABOVE);
            }
            sheet.add(entry.line, entry.model, entry.base, List.copyOf(entry.tiers.values()));
        } catch (BadRowException e) {
            sheet.invalid(entry.line, entry.model, e.reason());
        }
    }

    private static Rates rates(Map<String, String> row) throws BadRowException {
        long input = rate(row, INPUT);
        long output = rate(row, OUTPUT);
        return new Rates(
                input,
                rate(row, "cached_input", input),
                rate(row, "cache_write", input),
                output,
                rate(row, "reasoning", output));
    }

    private static long rate(Map<String, String> row, String column) throws BadRowException {
        var text = row.getOrDefault(column, "");
        if (text.isEmpty()) {
            throw new BadRowException(column + " is missing");
        }
        return ExactRates.perMillion(column, text);
    }

    private static long rate(Map<String, String> row, String column, long fallback) throws BadRowException {
        return row.getOrDefault(column, "").isEmpty() ? fallback : rate(row, column);
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    /** The rows of one model. */
    private static final class Entry {

        private final String model;
        private final int line;
        private final TreeMap<Long, ContextTier> tiers = new TreeMap<>();
        private @Nullable Rates base;

        private Entry(String model, int line) {
            this.model = model;
            this.line = line;
        }
    }
}
