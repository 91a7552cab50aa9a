package dev.cssc.common.registry;

import dev.cssc.common.registry.ProbeCheck.Kind;
import okhttp3.HttpUrl;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The way to a registry, below HTTP: name, connection, certificate. Opens sockets of its own, because an HTTP client's error does not say
 * which of the three it was. What cannot be told by the type of an exception is found out by another try, never by its text.
 */
final class ReachProbe {
    private final RegistrySettings settings;
    private final HttpUrl base;
    private List<InetAddress> addresses = List.of();

    ReachProbe(RegistrySettings settings) {
        this.settings = settings;
        this.base = new RegistryAllowList(settings).base();
    }

    ProbeCheck dns() {
        try {
            List<InetAddress> all = Arrays.asList(InetAddress.getAllByName(base.host()));
            addresses = all.stream()
                    .filter(a -> settings.allowPrivateAddress() || PublicAddresses.contains(a))
                    .toList();
            String found = base.host() + " is "
                    + all.stream().limit(4).map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
            return addresses.isEmpty()
                    ? ProbeCheck.failed(Kind.DNS, ProbeReason.ADDRESS_REFUSED, found)
                    : ProbeCheck.ok(Kind.DNS, found);
        } catch (UnknownHostException e) {
            return ProbeCheck.failed(
                    Kind.DNS, ProbeReason.NAME_NOT_RESOLVED, "the name " + base.host() + " does not resolve");
        }
    }

    ProbeCheck connect() {
        try (Socket socket = open()) {
            return ProbeCheck.ok(Kind.CONNECT, "connected to " + socket.getRemoteSocketAddress());
        } catch (IOException e) {
            ProbeReason reason = caused(e, SocketTimeoutException.class)
                    ? ProbeReason.TIMED_OUT
                    : caused(e, NoRouteToHostException.class)
                            ? ProbeReason.UNREACHABLE
                            : ProbeReason.CONNECTION_REFUSED;
            return ProbeCheck.failed(
                    Kind.CONNECT, reason, "port " + base.port() + " of " + base.host() + ": " + e.getMessage());
        }
    }

    ProbeCheck tls() {
        if (settings.scheme() == Scheme.HTTP) {
            return ProbeCheck.skipped(Kind.TLS, ProbeReason.NOT_APPLICABLE, "the registry is defined with scheme http");
        }
        try {
            return ProbeCheck.ok(Kind.TLS, handshake(context(), true));
        } catch (IOException e) {
            return ProbeCheck.failed(Kind.TLS, why(e), "TLS with " + base.host() + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return ProbeCheck.failed(Kind.TLS, ProbeReason.TLS_FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** True where the server begins a TLS handshake, whatever becomes of it. */
    boolean speaksTls() {
        try {
            handshake(context(), false);
            return true;
        } catch (IOException e) {
            return caused(e, CertificateException.class);
        }
    }

    private ProbeReason why(IOException e) {
        if (caused(e, SocketTimeoutException.class)) {
            // A server of plain HTTP may take the greeting for a request line and wait for its end.
            return speaksPlainHttp() ? ProbeReason.SPEAKS_PLAIN_HTTP : ProbeReason.TIMED_OUT;
        }
        if (caused(e, CertificateExpiredException.class) || caused(e, CertificateNotYetValidException.class)) {
            return ProbeReason.TLS_EXPIRED;
        }
        if (caused(e, CertPathBuilderException.class) || caused(e, CertPathValidatorException.class)) {
            return ProbeReason.TLS_UNTRUSTED;
        }
        if (caused(e, CertificateException.class)) {
            // Nothing is wrong with the certificate itself where it is taken once its names do not count.
            try {
                handshake(context(), false);
                return ProbeReason.TLS_NAME_MISMATCH;
            } catch (IOException unnamed) {
                return ProbeReason.TLS_UNTRUSTED;
            }
        }
        return speaksPlainHttp() ? ProbeReason.SPEAKS_PLAIN_HTTP : ProbeReason.TLS_FAILED;
    }

    /** True where the server answers a request that is not encrypted; it carries nothing but the host's name. */
    private boolean speaksPlainHttp() {
        try (Socket socket = open()) {
            String request = "HEAD /v2/ HTTP/1.1\r\nHost: " + base.host() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readNBytes(5), StandardCharsets.US_ASCII).equals("HTTP/");
        } catch (IOException e) {
            return false;
        }
    }

    private String handshake(SSLContext context, boolean named) throws IOException {
        try (Socket socket = open();
                SSLSocket tls =
                        (SSLSocket) context.getSocketFactory().createSocket(socket, base.host(), base.port(), true)) {
            if (named) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
            }
            tls.startHandshake();
            return tls.getSession().getProtocol() + ", "
                    + settings.ca().map(ca -> "trusted by " + ca.getFileName()).orElse("publicly trusted");
        }
    }

    private SSLContext context() throws IOException {
        if (settings.ca().isPresent()) {
            return new TrustedCertificates(settings.ca().get()).context();
        }
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IOException("this machine has no TLS: " + e.getMessage(), e);
        }
    }

    /** Connected to the first address that takes connections. */
    private Socket open() throws IOException {
        IOException last = new UnknownHostException(base.host());
        for (InetAddress address : addresses) {
            Socket socket = new GuardedSockets(settings.allowPrivateAddress()).createSocket();
            try {
                socket.connect(
                        new InetSocketAddress(address, base.port()),
                        Math.toIntExact(settings.timeouts().connect().toMillis()));
                socket.setSoTimeout(Math.toIntExact(settings.timeouts().read().toMillis()));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> kind) {
        return Optional.of(e).filter(kind::isInstance).isPresent()
                || Optional.ofNullable(e.getCause())
                        .filter(cause -> caused(cause, kind))
                        .isPresent();
    }
}
