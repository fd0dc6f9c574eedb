package dev.kopeck.billing.adapter.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What statements and exports come as. */
enum Format {
    JSON(MediaType.APPLICATION_JSON, "application/json", "json"),
    NDJSON("application/x-ndjson", "application/x-ndjson", "ndjson"),
    CSV("text/csv", "text/csv; charset=utf-8; header=present", "csv");

    private final String mediaType;
    private final String contentType;
    private final String ending;

    Format(String mediaType, String contentType, String ending) {
        this.mediaType = mediaType;
        this.contentType = contentType;
        this.ending = ending;
    }

    String contentType() {
        return contentType;
    }

    String ending() {
        return ending;
    }

    /**
     * By the query parameter where it is given, else by {@code Accept}; the first one where both leave it open.
     *
     * @throws ProblemException 400 where the parameter names none, 406 where the header accepts none
     */
    static Format chosen(@Nullable String parameter, HttpHeaders headers, Format... possible) {
        if (parameter != null) {
            return Arrays.stream(possible)
                    .filter(format -> format.ending.equals(parameter))
                    .findFirst()
                    .orElseThrow(() -> Fields.invalid("format", "must be " + names(possible)));
        }
        return headers.getAcceptableMediaTypes().stream()
                .flatMap(accepted -> Arrays.stream(possible)
                        .filter(format -> accepted.isCompatible(MediaType.valueOf(format.mediaType))))
                .findFirst()
                .orElseThrow(() -> notAcceptable(possible));
    }

    private static ProblemException notAcceptable(Format... possible) {
        var types = Arrays.stream(possible).map(format -> format.mediaType).toList();
        return new ProblemException(Problem.of(
                "not-acceptable", "Not Acceptable", 406, "This comes as %s.".formatted(String.join(" or ", types))));
    }

    private static String names(Format... possible) {
        return List.of(possible).stream()
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }
}
