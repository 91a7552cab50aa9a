package dev.cssc.common.registry;

import okhttp3.OkHttpClient;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificates of a registry's own {@code ca-file}, in place of the platform's. */
final class TrustedCertificates {
    private final X509TrustManager manager;
    private final SSLContext context;

    /**
     * @throws IllegalArgumentException where the file cannot be read or holds no certificate
     */
    TrustedCertificates(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + count++, certificate);
            }
            if (count == 0) {
                throw new IllegalArgumentException("no certificate in " + pem);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            manager = Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("reading certificates from " + pem + ": " + e.getMessage(), e);
        }
    }

    /** TLS that trusts them and nobody else. */
    SSLContext context() {
        return context;
    }

    void applyTo(OkHttpClient.Builder client) {
        client.sslSocketFactory(context.getSocketFactory(), manager);
    }
}
