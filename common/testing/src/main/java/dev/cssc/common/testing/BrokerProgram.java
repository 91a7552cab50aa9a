package dev.cssc.common.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The broker of the tests, as {@code cssc.test.kafka} chooses it, for programs other than a {@code @QuarkusTest}. */
public final class BrokerProgram {
    private BrokerProgram() {}

    /**
     * Starts it, writes its {@code bootstrap.servers} into a file, and ends with its own input.
     *
     * @param arguments the file
     */
    public static void main(String[] arguments) throws IOException {
        String servers = KafkaChoice.configured().start();
        Path file = Path.of(arguments[0]);
        Path unfinished = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), servers);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        while (System.in.read() >= 0) {
            // Whatever is said: it ends when nobody is there any more.
        }
        System.exit(0);
    }
}
