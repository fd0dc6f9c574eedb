package dev.kopeck.harness.localstack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A bearer token for billing's REST API.
 *
 * @param value never printed
 * @param file where a person finds it; absent where it came from the environment
 */
record AccessToken(String value, Optional<Path> file) {

    private static final int BYTES = 24;

    /** The environment's, else the one of former runs, else a new one that only the owner of the file may read. */
    static AccessToken of(StackSettings settings, String variable, Path file) {
        return settings.variable(variable)
                .map(value -> new AccessToken(value, Optional.empty()))
                .orElseGet(() -> kept(file));
    }

    private static AccessToken kept(Path file) {
        try {
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (FileAlreadyExistsException fromAFormerRun) {
                String value = Files.readString(file).strip();
                if (!value.isEmpty()) {
                    return new AccessToken(value, Optional.of(file));
                }
            }
            String value = random();
            Files.writeString(file, value + System.lineSeparator());
            return new AccessToken(value, Optional.of(file));
        } catch (IOException e) {
            throw new StackException("Cannot keep an access token in %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "AccessToken[file=%s]".formatted(file);
    }
}
