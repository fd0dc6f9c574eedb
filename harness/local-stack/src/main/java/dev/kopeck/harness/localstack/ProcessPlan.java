package dev.kopeck.harness.localstack;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param name as in logs, stack.json and messages
 * @param kind services are stopped before the simulators that they talk to
 * @param java arguments of the java program: class path, main class or jar, its arguments
 * @param heapMegabytes its largest heap
 * @param environment all of it, nothing is inherited
 * @param url where it serves
 * @param health path that answers 200 once it is ready
 */
record ProcessPlan(
        String name,
        Kind kind,
        List<String> java,
        int heapMegabytes,
        Map<String, String> environment,
        URI url,
        String health) {

    enum Kind {
        SIMULATOR,
        SERVICE
    }

    ProcessPlan {
        java = List.copyOf(java);
        environment = Map.copyOf(environment);
    }

    /** The same program once more, under another name and at another port. */
    ProcessPlan another(String otherName, String portVariable, int port) {
        Map<String, String> other = new HashMap<>(environment);
        other.put(portVariable, Integer.toString(port));
        URI otherUrl = URI.create("http://%s:%d".formatted(url.getHost(), port));
        return new ProcessPlan(otherName, kind, java, heapMegabytes, other, otherUrl, health);
    }

    URI healthUrl() {
        return url.resolve(health);
    }

    /** Without the environment: there are keys in it. */
    @Override
    public String toString() {
        return "ProcessPlan[name=%s, url=%s]".formatted(name, url);
    }
}
