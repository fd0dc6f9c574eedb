package dev.kopeck.harness.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AbandonedTestServersTest {

    @Test
    void aServerWhoseJvmIsGoneIsEndedAndItsDataDeleted() throws Exception {
        // Given
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor(10, TimeUnit.SECONDS);
        Path directory = EmbeddedPostgresServer.Settings.sharedFolder().resolve("kopeck-test-" + gone.pid());
        EmbeddedPostgresServer abandoned =
                EmbeddedPostgresServer.start(AbandonedTestServers.postgresSettings(directory));
        // When
        AbandonedTestServers.stop();
        // Then
        assertThat(abandoned.pid()).isEmpty();
        assertThat(directory).doesNotExist();
    }
}
