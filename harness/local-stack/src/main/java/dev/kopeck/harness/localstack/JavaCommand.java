package dev.kopeck.harness.localstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of a child: this JVM's own java, few resources, a process group of its own, and a mark. */
final class JavaCommand {

    /** Makes the child leader of its own session; the process id stays, since both replace themselves. */
    private static final List<String> SETSID = List.of("setsid");

    private static final List<String> PERL = List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV;");

    private JavaCommand() {}

    static List<String> of(ProcessPlan plan, StackFolder folder) {
        List<String> command = new ArrayList<>(detachment());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(mark(folder));
        command.addAll(List.of(
                "-Xms32m",
                "-Xmx" + plan.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                // Half of the start on a small machine would be spent on compiling what runs once.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options(plan));
        command.addAll(plan.java());
        return command;
    }

    /** Of the user's own for every child, last because the last one counts: {@code -XX:TieredStopAtLevel=4 -Xmx1g}. */
    private static List<String> options(ProcessPlan plan) {
        String own = plan.environment().getOrDefault("KOPECK_JAVA_OPTIONS", "").strip();
        return own.isEmpty() ? List.of() : List.of(own.split("\\s+"));
    }

    /** Stands first in the command line of every child, so that a later run knows its own leftovers. */
    static String mark(StackFolder folder) {
        return "-Dkopeck.stack=" + folder.home();
    }

    /**
     * A terminal sends Ctrl-C to its whole process group. Children that left the group end when the stack asks them to,
     * in order, instead of all at once.
     */
    private static List<String> detachment() {
        if (onPath("setsid")) {
            return SETSID;
        }
        return onPath("perl") ? PERL : List.of();
    }

    private static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
