package dev.cssc.common.testing.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-made certificate for servers on 127.0.0.1, which is its own authority, and its key, which signs tokens too.
 *
 * @param certificate itself
 * @param key its private key
 * @param pem file with the certificate, for {@code ca-file} and the like
 * @param context for servers
 */
public record OwnAuthority(X509Certificate certificate, PrivateKey key, Path pem, SSLContext context) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Makes one with the JDK's {@code keytool}, its files in the directory. */
    public static OwnAuthority in(Path directory) {
        try {
            Path file = directory.resolve("keys.p12");
            makeKeys(file, directory.resolve("keytool.log"));
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            X509Certificate certificate = (X509Certificate) store.getCertificate("own");
            Path pem = Files.writeString(
                    directory.resolve("ca.pem"),
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                    .encodeToString(certificate.getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new OwnAuthority(certificate, (PrivateKey) store.getKey("own", PASSWORD), pem, context);
        } catch (IOException e) {
            throw new UncheckedIOException("making a certificate in " + directory, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("making a certificate in " + directory, e);
        }
    }

    private static void makeKeys(Path file, Path log) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=stand-in",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-ext",
                "bc=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            keytool.destroyForcibly();
        }
    }
}
