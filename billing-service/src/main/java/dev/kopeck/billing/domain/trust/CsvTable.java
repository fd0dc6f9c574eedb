package dev.kopeck.billing.domain.trust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A CSV file with a header line: commas, fields in quotes where they need it, LF or CRLF, lines without any field left
 * out. Columns are found by name, whatever their case and order.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180, Common Format for CSV Files</a>
 */
public final class CsvTable {

    private static final int ROWS_MAX = 20_000;
    private static final int COLUMNS_MAX = 100;

    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    private CsvTable() {}

    /** @throws BadLineException where it is no such file, or has more than 20,000 lines or 100 columns */
    public static CsvTable parse(String text) {
        var table = new CsvTable();
        new Reader(text.startsWith("\uFEFF") ? text.substring(1) : text).forEach(table::add);
        if (table.columns.isEmpty()) {
            throw new BadLineException("line 1", "must name the columns");
        }
        return table;
    }

    public List<Row> rows() {
        return List.copyOf(rows);
    }

    public boolean has(String column) {
        return columns.containsKey(column);
    }

    private void add(int line, List<String> fields) {
        if (columns.isEmpty()) {
            for (int i = 0; i < fields.size(); i++) {
                columns.put(fields.get(i).strip().toLowerCase(Locale.ROOT), i);
            }
        } else if (fields.size() != columns.size()) {
            throw new BadLineException("line " + line, "must have as many fields as the first line names columns");
        } else if (rows.size() == ROWS_MAX) {
            throw new BadLineException("line " + line, "is too many: at most %d lines".formatted(ROWS_MAX));
        } else {
            rows.add(new Row(line, fields));
        }
    }

    /** A line of the file. */
    public final class Row {

        private final int line;
        private final List<String> fields;

        private Row(int line, List<String> fields) {
            this.line = line;
            this.fields = List.copyOf(fields);
        }

        /** The first of these columns that the file has; empty where it has none or the field is empty. */
        public Optional<String> optional(String... names) {
            for (var name : names) {
                var column = columns.get(name);
                if (column != null) {
                    return Optional.of(fields.get(column).strip()).filter(field -> !field.isEmpty());
                }
            }
            return Optional.empty();
        }

        public String required(String... names) {
            return optional(names).orElseThrow(() -> bad("column " + names[0] + " is missing"));
        }

        public BadLineException bad(String message) {
            return new BadLineException("line " + line, message);
        }
    }

    private interface Lines {
        void add(int line, List<String> fields);
    }

    private static final class Reader {

        private final String text;
        private int at;
        private int line = 1;

        private Reader(String text) {
            this.text = text;
        }

        private void forEach(Lines lines) {
            while (at < text.length()) {
                int begin = line;
                var fields = record();
                if (fields.size() > COLUMNS_MAX) {
                    throw new BadLineException("line " + begin, "has more than %d fields".formatted(COLUMNS_MAX));
                }
                if (fields.size() > 1 || !fields.getFirst().isBlank()) {
                    lines.add(begin, fields);
                }
            }
        }

        private List<String> record() {
            var fields = new ArrayList<String>();
            fields.add(field());
            while (at < text.length() && text.charAt(at) == ',') {
                at++;
                fields.add(field());
            }
            endOfLine();
            return fields;
        }

        private void endOfLine() {
            if (at < text.length() && text.charAt(at) == '\r') {
                at++;
            }
            if (at < text.length()) {
                if (text.charAt(at) != '\n') {
                    throw new BadLineException("line " + line, "has something after a closing quote");
                }
                at++;
            }
            line++;
        }

        private String field() {
            return at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
        }

        private String plain() {
            int begin = at;
            while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(begin, at);
        }

        private String quoted() {
            int opened = line;
            var field = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"' && at < text.length() && text.charAt(at) == '"') {
                    at++;
                } else if (c == '"') {
                    return field.toString();
                }
                line += c == '\n' ? 1 : 0;
                field.append(c);
            }
            throw new BadLineException("line " + opened, "has a quote that nothing closes");
        }
    }
}
