package dev.kopeck.billing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Rules of deploy/alerts, and what is wrong with them. */
final class AlertRules {

    static final Path FILES = Path.of("../deploy/alerts");

    /** Of whoever scrapes, and of kube-state-metrics. */
    private static final Set<String> NOT_OURS = Set.of("up", "kube_pod_status_ready");

    private static final Set<String> KEYS = Set.of("alert", "expr", "for", "labels", "annotations");
    private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");
    private static final Pattern NAME = Pattern.compile("Kopeck([A-Z][a-z0-9]+)+");
    private static final Pattern DURATION = Pattern.compile("\\d+[smhd]");
    /** A metric with its matchers: a word before a brace or bracket, or one that is named like ours. */
    private static final Pattern METRIC =
            Pattern.compile("\\b([a-z][a-z0-9_]*)(?:\\{([^}]*)\\}|(?=\\[))|\\b(kopeck_[a-z0-9_]+)");

    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");

    private AlertRules() {}

    /** One rule. */
    record Rule(String file, JsonNode node) {

        String name() {
            return node.path("alert").asText();
        }

        String expression() {
            return node.path("expr").asText();
        }
    }

    static List<Rule> all() throws IOException {
        var rules = new ArrayList<Rule>();
        try (var files = Files.list(FILES)) {
            files.sorted().forEach(file -> rules.addAll(rules(file)));
        }
        return rules;
    }

    static List<Rule> rules(String yaml) throws IOException {
        var rules = new ArrayList<Rule>();
        for (var group : new ObjectMapper(new YAMLFactory()).readTree(yaml).path("groups")) {
            group.path("rules").forEach(rule -> rules.add(new Rule("planted", rule)));
        }
        return rules;
    }

    /** What a reader of Prometheus' format would stumble over. */
    static List<String> faultsOfShape(Rule rule) {
        var faults = new ArrayList<String>();
        rule.node().fieldNames().forEachRemaining(key -> require(KEYS.contains(key), faults, "has " + key));
        require(NAME.matcher(rule.name()).matches(), faults, "has no name in the form KopeckSomething");
        require(DURATION.matcher(rule.node().path("for").asText()).matches(), faults, "has no duration in for");
        require(SEVERITIES.contains(rule.node().at("/labels/severity").asText()), faults, "has no severity");
        for (var text : List.of("summary", "description")) {
            require(rule.node().at("/annotations/" + text).asText().length() > 10, faults, "has no " + text);
        }
        require(balanced(rule.expression()), faults, "has brackets that do not close");
        return faults;
    }

    /**
     * Metrics and labels that the service does not show.
     *
     * @param samples lines of /q/metrics
     */
    static List<String> faultsOfMetrics(Rule rule, List<String> samples) {
        var faults = new ArrayList<String>();
        var found = new TreeSet<String>();
        var metrics = METRIC.matcher(rule.expression());
        while (metrics.find()) {
            var name = requireNonNull(metrics.group(1) == null ? metrics.group(3) : metrics.group(1));
            found.add(name);
            if (!NOT_OURS.contains(name)) {
                var own = samples.stream()
                        .filter(sample -> sample.startsWith(name + "{") || sample.startsWith(name + " "))
                        .toList();
                require(!own.isEmpty(), faults, "names a metric that there is not: " + name);
                var matchers = MATCHER.matcher(metrics.group(2) == null ? "" : metrics.group(2));
                while (matchers.find()) {
                    var label = matchers.group(2).equals("=")
                            ? matchers.group(1) + "=\"" + matchers.group(3) + "\""
                            : matchers.group(1) + "=\"";
                    require(
                            own.stream().anyMatch(sample -> sample.contains(label)),
                            faults,
                            "asks for a label that " + name + " has not: " + label);
                }
            }
        }
        require(!found.isEmpty(), faults, "names no metric");
        return faults;
    }

    private static List<Rule> rules(Path file) {
        try {
            var document = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
            var rules = new ArrayList<Rule>();
            for (var group : document.path("groups")) {
                group.path("rules").forEach(rule -> rules.add(new Rule(file.toString(), rule)));
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean balanced(String expression) {
        return count(expression, '(') == count(expression, ')')
                && count(expression, '{') == count(expression, '}')
                && count(expression, '[') == count(expression, ']');
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private static void require(boolean holds, List<String> faults, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
