package dev.cssc.local;

import dev.cssc.cli.command.CliException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;

/** Held while the stack is changed. The kernel lets go of it with the process, however that ends. */
final class StackLock implements AutoCloseable {
    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws CliException where another command has it
     */
    static StackLock take(StackHome home) {
        try {
            FileChannel channel = FileChannel.open(
                    StackHome.withParent(home.lock()), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new CliException(
                        "Another cssc command is starting or stopping this stack; wait until it is done.");
            }
            return new StackLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("the lock " + home.lock() + " cannot be taken", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the stack's lock cannot be given back", e);
        }
    }
}
