package dev.kopeck.harness.localstack;

import dev.kopeck.harness.testkit.Directories;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One stack per folder. The operating system frees the lock when its process ends, however it ends. */
final class StackLock implements AutoCloseable {

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    static StackLock take(StackFolder folder) {
        Directories.make(folder.home());
        Path file = folder.lock();
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StackException(("Kopeck runs on %s already, as process %s. Stop that one (Ctrl-C in its"
                                + " terminal), or give this one a folder of its own: --data FOLDER --ports-from 20000")
                        .formatted(folder.home(), Files.readString(file).strip()));
            }
            channel.truncate(0);
            byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(pid), 0);
            return new StackLock(channel);
        } catch (AccessDeniedException e) {
            throw new StackException(
                    "%s belongs to another user. Delete it as that user, or give this run a folder of its own: --data FOLDER"
                            .formatted(folder.home()),
                    e);
        } catch (IOException e) {
            throw new StackException("Cannot lock %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StackException("Cannot release the lock of the stack: " + e.getMessage(), e);
        }
    }
}
