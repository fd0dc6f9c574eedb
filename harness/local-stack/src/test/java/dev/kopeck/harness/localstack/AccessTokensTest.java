package dev.kopeck.harness.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {

    @TempDir
    Path directory;

    @Test
    void eachIsMadeOnceForTheOwnersEyesOnly() throws IOException {
        // Given
        StackSettings settings = StackSettings.forTests(directory, directory);
        StackFolder folder = new StackFolder(directory);
        // When
        AccessTokens first = AccessTokens.of(settings, folder);
        AccessTokens second = AccessTokens.of(settings, folder);
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(List.of(
                        first.admin().value(),
                        first.operator().value(),
                        first.door().value()))
                .doesNotHaveDuplicates()
                .allSatisfy(value -> assertThat(value).hasSizeGreaterThanOrEqualTo(32));
        for (Path file : List.of(folder.adminToken(), folder.operatorToken(), folder.doorToken())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(first.toString()).doesNotContain(first.admin().value());
    }

    @Test
    void theEnvironmentsIsUsedAndNotWrittenDown() {
        // Given
        StackSettings settings =
                StackSettings.forTests(directory, directory).withVariable("KOPECK_OPERATOR_TOKEN", "from-outside");
        StackFolder folder = new StackFolder(directory);
        // When
        AccessTokens tokens = AccessTokens.of(settings, folder);
        // Then
        assertThat(tokens.operator().value()).isEqualTo("from-outside");
        assertThat(tokens.operator().file()).isEmpty();
        assertThat(folder.operatorToken()).doesNotExist();
        assertThat(folder.adminToken()).exists();
    }
}
