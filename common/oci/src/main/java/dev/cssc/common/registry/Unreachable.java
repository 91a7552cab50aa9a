package dev.cssc.common.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says in words of ours why a connection did not come about or broke: names, connections and certificates are different people's business. */
final class Unreachable {
    private Unreachable() {}

    static String why(IOException e) {
        if (find(e, UnknownHostException.class).isPresent()) {
            return "DNS: the name does not resolve";
        }
        if (find(e, SSLException.class).isPresent()) {
            return "TLS: " + tls(e);
        }
        Optional<ConnectException> connect = find(e, ConnectException.class);
        if (connect.isPresent()) {
            // The HTTP library's own exception comes first, the system's word is below it.
            return isRefused(e)
                    ? "connection refused: nothing listens there"
                    : "no connection: " + connect.get().getMessage();
        }
        if (find(e, NoRouteToHostException.class).isPresent()) {
            return "no connection: there is no route to it";
        }
        if (find(e, SocketException.class).isPresent()) {
            return "the connection broke: " + e.getMessage();
        }
        return String.valueOf(e.getMessage());
    }

    private static boolean isRefused(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof ConnectException && String.valueOf(t.getMessage()).contains("refused")) {
                return true;
            }
        }
        return false;
    }

    private static String tls(IOException e) {
        if (find(e, CertificateExpiredException.class).isPresent()) {
            return "its certificate has expired";
        }
        if (find(e, CertificateNotYetValidException.class).isPresent()) {
            return "its certificate is not valid yet";
        }
        if (find(e, SSLPeerUnverifiedException.class).isPresent()) {
            return "its certificate is for another name";
        }
        if (find(e, CertPathBuilderException.class).isPresent()
                || find(e, CertPathValidatorException.class).isPresent()) {
            return "its certificate is signed by no authority that is trusted here; name the authority in ca-file";
        }
        String said = String.valueOf(
                find(e, SSLException.class).map(Throwable::getMessage).orElse(""));
        // JSSE's words for bytes that are no TLS record
        if (said.contains("plaintext connection") || said.contains("Unsupported or unrecognized SSL message")) {
            return "it speaks plain HTTP on this port";
        }
        if (said.contains("terminated the handshake")) {
            return "it ended the handshake; perhaps it speaks plain HTTP on this port";
        }
        return find(e, SSLHandshakeException.class).isPresent() ? "the handshake failed: " + said : said;
    }

    /** The exception of that kind among this one, its causes, and those of other addresses of the host. */
    static <E extends Throwable> Optional<E> find(Throwable e, Class<E> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return Optional.of(kind.cast(t));
            }
            for (Throwable other : t.getSuppressed()) {
                if (kind.isInstance(other)) {
                    return Optional.of(kind.cast(other));
                }
            }
        }
        return Optional.empty();
    }
}
