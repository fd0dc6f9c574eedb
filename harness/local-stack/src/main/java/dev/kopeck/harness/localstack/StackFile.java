package dev.kopeck.harness.localstack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .kopeck/stack.json} says, so that tests and tools need not guess. Holds no secret.
 *
 * @param status {@code starting} or {@code ready}
 * @param pid of the stack itself
 * @param services services and simulators, in the order of their start
 * @param kafka bootstrap servers
 * @param postgres server URL without a database
 * @param adminTokenFile absent where the token came from the environment
 * @param operatorTokenFile absent where the token came from the environment
 * @param chatPage absent where the real Telegram is used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StackFile(
        String status,
        long pid,
        List<Service> services,
        String kafka,
        String postgres,
        @Nullable String adminTokenFile,
        @Nullable String operatorTokenFile,
        @Nullable String chatPage) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    record Service(String name, String url, long pid, String log) {

        static Service of(ManagedProcess process) {
            return new Service(
                    process.name(),
                    process.url().toString(),
                    process.pid(),
                    process.log().toString());
        }
    }

    StackFile {
        services = List.copyOf(services);
    }

    /** In one step: a reader sees the former file or this one, never half of it. */
    void write(Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(unfinished, JSON.writeValueAsBytes(this));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackException("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StackException("Cannot remove %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
