package dev.kopeck.harness.benchmarks.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a benchmark found: the figures of its last line, what they were computed from, and the machine. Kept as a file of
 * its own, so that results can be compared later.
 */
public record Result(
        String benchmark, Map<String, Double> figures, Map<String, Object> measured, Map<String, Object> settings) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** {@code name=value} pairs, as every benchmark ends. */
    public String lastLine() {
        return figures.entrySet().stream()
                .map(figure -> "%s=%s".formatted(figure.getKey(), shown(figure.getValue())))
                .collect(Collectors.joining(" "));
    }

    /** Writes the file and returns it. */
    public Path write(Path folder, Map<String, Object> machine) {
        var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var content = new LinkedHashMap<String, Object>();
        content.put("benchmark", benchmark);
        content.put("at", at.toString());
        content.put("figures", figures);
        content.put("measured", measured);
        content.put("settings", settings);
        content.put("machine", machine);
        try {
            Files.createDirectories(folder);
            var file = folder.resolve(
                    "%s-%s.json".formatted(benchmark, at.toString().replace(":", "")));
            return Files.writeString(file, JSON.writeValueAsString(content) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The result cannot be written to " + folder, e);
        }
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
