package dev.cssc.common.testing.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for a registry that hangs: it accepts every connection on the loopback address, reads what is sent, and never answers. As a
 * program of its own, {@code HungRegistry FILE}, it writes its address into the file and ends when its standard input does.
 */
public final class HungRegistry implements AutoCloseable {
    private final ServerSocket listening;
    private final Set<Socket> held = ConcurrentHashMap.newKeySet();

    private HungRegistry(ServerSocket listening) {
        this.listening = listening;
        Thread.ofVirtual().name("hung-registry").start(this::accept);
    }

    /** Listens on a free port of 127.0.0.1. */
    public static HungRegistry start() {
        try {
            return new HungRegistry(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException("no port for a hung registry", e);
        }
    }

    public static void main(String[] arguments) throws IOException {
        try (HungRegistry registry = start()) {
            Path file = Path.of(arguments[0]).toAbsolutePath();
            Path unfinished = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), registry.host());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            while (System.in.read() >= 0) {
                // whoever started this program holds the other end
            }
        }
    }

    /** {@code 127.0.0.1:port}, as image references name it. */
    public String host() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Connections that somebody waits on now. */
    public int waiting() {
        held.removeIf(Socket::isClosed);
        return held.size();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                held.add(socket);
                Thread.ofVirtual().start(() -> readForever(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void readForever(Socket socket) {
        byte[] buffer = new byte[8192];
        try (socket) {
            while (socket.getInputStream().read(buffer) >= 0) {
                // never an answer
            }
        } catch (IOException e) {
            // The other side gave up.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : held) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing a hung registry", e);
        }
    }
}
