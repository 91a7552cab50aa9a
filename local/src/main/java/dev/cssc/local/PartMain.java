package dev.cssc.local;

import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.embedded.EmbeddedKafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Hosts the database or the broker in a JVM of its own until it is ended. Arguments: the part, its data directory, its port, the file to
 * write when it is ready.
 */
public final class PartMain {
    private PartMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Part part = Part.named(arguments[0])
                .orElseThrow(() -> new IllegalArgumentException("no part is called " + arguments[0]));
        Path data = Path.of(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        AutoCloseable hosted = switch (part) {
            case POSTGRES -> EmbeddedDatabase.start(data, port, EmbeddedDatabase.Durability.KEPT);
            case KAFKA -> EmbeddedKafka.start(data, port);
            case REGISTRY, TRIGGER, SCAN, PATCH ->
                throw new IllegalArgumentException(part + " is a program of its own");
        };
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(hosted), "close-" + part));
        Files.writeString(
                Path.of(arguments[3]), String.valueOf(ProcessHandle.current().pid()));
        new CountDownLatch(1).await();
    }

    private static void close(AutoCloseable hosted) {
        try {
            hosted.close();
        } catch (Exception e) {
            System.err.println("did not end in an orderly way: " + e);
        }
    }
}
