package dev.kopeck.billing;

import static io.restassured.RestAssured.given;

import java.util.List;

/** What /q/metrics says. */
final class Metrics {

    private Metrics() {}

    /** The first sample that begins so; not a number where there is none. */
    static double sample(String beginning) {
        return text().lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** All of them, a line each. */
    static List<String> samples() {
        return text().lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
    }

    private static String text() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }
}
