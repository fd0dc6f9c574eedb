package dev.kopeck.harness.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTokenTest {

    @TempDir
    Path directory;

    @Test
    void isMadeOnceForTheOwnersEyesOnly() throws IOException {
        // Given
        StackSettings settings = StackSettings.forTests(directory, directory);
        StackFolder folder = new StackFolder(directory);
        // When
        OperatorToken first = OperatorToken.of(settings, folder);
        OperatorToken second = OperatorToken.of(settings, folder);
        // Then
        assertThat(second.value()).isEqualTo(first.value()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.operatorToken())))
                .isEqualTo("rw-------");
        assertThat(first.toString()).doesNotContain(first.value());
    }

    @Test
    void theEnvironmentsIsUsedAndNotWrittenDown() {
        // Given
        StackSettings settings =
                StackSettings.forTests(directory, directory).withVariable("KOPECK_OPERATOR_TOKEN", "from-outside");
        StackFolder folder = new StackFolder(directory);
        // When
        OperatorToken token = OperatorToken.of(settings, folder);
        // Then
        assertThat(token.value()).isEqualTo("from-outside");
        assertThat(token.file()).isEmpty();
        assertThat(folder.operatorToken()).doesNotExist();
    }
}
