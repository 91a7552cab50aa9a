package dev.cssc.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cssc.common.testing.RegistryProxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Stands in for a registry that takes its time, in front of a real one: it holds the requests that it was told to hold, on their way to the
 * registry or with the registry's answer on the way back, and writes down every other one that changed something.
 */
final class HoldingRegistry implements AutoCloseable {
    private final RegistryProxy proxy;
    private final HttpServer server;
    private final List<Hold> holds = new CopyOnWriteArrayList<>();
    private final List<Written> written = new CopyOnWriteArrayList<>();

    HoldingRegistry(String registry) throws IOException {
        proxy = new RegistryProxy(registry);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** {@code 127.0.0.1:port}, as image references name it. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** A manifest that the registry took: when, where to, and its digest. */
    record Written(Instant at, String path, String digest) {}

    /** Every manifest that the registry took under a path that matches, in their order. */
    List<Written> manifests(String path) {
        Pattern pattern = Pattern.compile(path);
        return written.stream()
                .filter(one -> pattern.matcher(one.path()).matches())
                .toList();
    }

    /** Where a request is held. */
    enum Side {
        /** The registry has not seen it. */
        BEFORE,
        /** The registry did what it asks for; the caller does not know. */
        AFTER
    }

    /**
     * Holds the first request that matches, once one that matches {@code since} was seen, if that is not empty; both as {@code METHOD
     * path?query}.
     */
    Hold hold(Side side, String since, String request) {
        Hold hold = new Hold(side, Pattern.compile(since), Pattern.compile(request));
        holds.add(hold);
        return hold;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        String request = method + " " + exchange.getRequestURI();
        // All of them, as each has to see what it waits for.
        List<Hold> catching =
                holds.stream().filter(hold -> hold.catches(request)).toList();
        try {
            await(catching, Side.BEFORE);
            proxy.handle(exchange, response -> {
                if (method.equals("PUT") && path.contains("/manifests/") && response.statusCode() == 201) {
                    written.add(new Written(Instant.now(), path, digest(response)));
                }
                await(catching, Side.AFTER);
            });
        } catch (Cut e) {
            exchange.close();
        }
    }

    private static void await(List<Hold> catching, Side side) {
        catching.stream().filter(hold -> hold.side == side).forEach(Hold::await);
    }

    private static String digest(HttpResponse<?> response) {
        return response.headers().firstValue("Docker-Content-Digest").orElseThrow();
    }

    @Override
    public void close() {
        holds.forEach(Hold::cut);
        server.stop(0);
        proxy.close();
    }

    /** Ends a held request without an answer. */
    @SuppressWarnings("serial")
    private static final class Cut extends RuntimeException {}

    /** One request that is waited for, and then held until somebody says what becomes of it. */
    static final class Hold {
        private final Side side;
        private final Pattern since;
        private final Pattern request;
        private final CompletableFuture<Boolean> goesOn = new CompletableFuture<>();
        private volatile boolean reached;
        private boolean armed;
        private boolean caught;

        private Hold(Side side, Pattern since, Pattern request) {
            this.side = side;
            this.since = since;
            this.request = request;
            this.armed = since.pattern().isEmpty();
        }

        private synchronized boolean catches(String asked) {
            if (!armed && since.matcher(asked).find()) {
                armed = true;
                return false;
            }
            boolean catches = armed && !caught && request.matcher(asked).find();
            caught |= catches;
            return catches;
        }

        private void await() {
            reached = true;
            if (!goesOn.join()) {
                throw new Cut();
            }
        }

        /** Whether a request is being held, or was. */
        boolean reached() {
            return reached;
        }

        /** Lets it go on as if nothing had been. */
        void pass() {
            goesOn.complete(true);
        }

        /** Cuts its connection; what has not reached the registry never will. */
        void cut() {
            goesOn.complete(false);
        }
    }
}
