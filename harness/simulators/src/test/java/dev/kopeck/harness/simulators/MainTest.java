package dev.kopeck.harness.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MainTest {

    private static final int SIGTERM_EXIT = 143;

    @Test
    void saysOneLineWhenReadyAndEndsCleanly() throws IOException, InterruptedException {
        for (String which : List.of("model", "telegram")) {
            // Given
            Process process = start(which, "--port", "0");
            BufferedReader output = output(process);

            // When
            String line = line(output, "simulator answers at http://127.0.0.1:");
            process.toHandle().destroy();

            String rest = rest(output);

            // Then
            assertThat(line).startsWith("The ");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
            assertThat(rest).isEmpty();
        }
    }

    @Test
    void namesAPortThatIsTaken() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            Process process = start("telegram", "--port", Integer.toString(taken.getLocalPort()));

            // Then
            assertThat(line(output(process), "Port " + taken.getLocalPort() + " on 127.0.0.1 is taken"))
                    .contains("choose another port");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
        }
    }

    @Test
    void explainsItsArguments() throws IOException, InterruptedException {
        Process nothing = start();
        assertThat(line(output(nothing), "One of:")).isNotEmpty();
        assertThat(nothing.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Process wrong = start("model", "--prot", "1");
        assertThat(line(output(wrong), "unknown argument --prot")).contains("--port");
        assertThat(wrong.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong.exitValue()).isEqualTo(2);
    }

    private static Process start(String... words) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()),
                        Stream.of(words))
                .toList();
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String line(BufferedReader output, String containing) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(containing)) {
                return line;
            }
        }
        throw new AssertionError("the process ended without saying: " + containing);
    }

    private static String rest(BufferedReader output) {
        return output.lines().collect(Collectors.joining("\n"));
    }
}
