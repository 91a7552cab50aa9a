package dev.cssc.patch.engine.copa;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A BuildKit that Copa can use.
 *
 * @param address {@code tcp://host:port} or {@code unix:///path}
 * @param caCertificate who may have signed its certificate
 * @param certificate with what Copa presents itself there; goes with the key
 * @param key of that certificate
 */
record BuildKit(URI address, Optional<Path> caCertificate, Optional<Path> certificate, Optional<Path> key) {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * Checks what a configuration says.
     *
     * @param setting the configuration key, to name in the message
     * @throws IllegalStateException where it is no such address (Copa takes others, which lead to Docker's own BuildKit or start programs),
     *     where a path is relative, or where certificate and key do not go together; the service does not start
     */
    static BuildKit of(
            String setting,
            String address,
            Optional<Path> caCertificate,
            Optional<Path> certificate,
            Optional<Path> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalStateException(setting + ": certificate and key go together; one of them is missing");
        }
        for (Optional<Path> file : List.of(caCertificate, certificate, key)) {
            if (file.isPresent() && !file.get().isAbsolute()) {
                throw new IllegalStateException(
                        setting + ": " + file.get() + " is a relative path; Copa takes absolute ones");
            }
        }
        return new BuildKit(address(setting, address), caCertificate, certificate, key);
    }

    private static URI address(String setting, String text) {
        try {
            URI uri = new URI(text);
            boolean tcp = "tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0;
            boolean unix = "unix".equals(uri.getScheme())
                    && uri.getPath() != null
                    && uri.getPath().startsWith("/");
            if (tcp || (unix && !uri.getPath().endsWith("docker.sock"))) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(setting + ".address is '" + text + "': " + e.getReason(), e);
        }
        throw new IllegalStateException(setting + ".address is '" + text
                + "'; it must be tcp://host:port or unix:///path of a BuildKit of its own, and not Docker's");
    }

    /** Copa's options for it. */
    List<String> optionsOfCopa() {
        return options("--cacert=", "--cert=", "--key=");
    }

    /** The options of BuildKit's own command line for it. */
    List<String> optionsOfBuildctl() {
        return options("--tlscacert=", "--tlscert=", "--tlskey=");
    }

    private List<String> options(String ca, String cert, String keyOption) {
        List<String> options = new ArrayList<>(List.of("--addr=" + address));
        caCertificate.ifPresent(path -> options.add(ca + path));
        certificate.ifPresent(path -> options.add(cert + path));
        key.ifPresent(path -> options.add(keyOption + path));
        return options;
    }

    /** Why it cannot be used; empty where something takes connections at its address. Waits two seconds at most. */
    Optional<String> unreachable() {
        try {
            connect();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of("no BuildKit answers at " + address + ": " + e.getMessage());
        }
    }

    private void connect() throws IOException {
        if ("unix".equals(address.getScheme())) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(address.getPath()));
            }
        } else {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), (int) PATIENCE.toMillis());
            }
        }
    }
}
