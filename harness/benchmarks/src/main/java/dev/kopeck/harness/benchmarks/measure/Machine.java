package dev.kopeck.harness.benchmarks.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a result was measured on. */
public final class Machine {

    private Machine() {}

    public static Map<String, Object> described() {
        var described = new LinkedHashMap<String, Object>();
        described.put("cpu", first("/proc/cpuinfo", "model name"));
        described.put("cores", Runtime.getRuntime().availableProcessors());
        described.put("memory", first("/proc/meminfo", "MemTotal"));
        described.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        described.put("jdk", System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"));
        described.put("loadBefore", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return described;
    }

    private static String first(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException notLinux) {
            return "unknown";
        }
    }
}
