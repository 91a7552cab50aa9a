package dev.cssc.common.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** A certificate authority of a test's own, made with the JDK's keytool. */
final class TestAuthority {
    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path pem;

    TestAuthority(Path directory) {
        this.directory = directory;
        this.pem = directory.resolve("ca.pem");
        keytool("ca", "-genkeypair", "-alias", "ca", "-dname", "CN=Test authority", "-ext", "bc:c", "-keyalg", "EC");
        keytool("ca", "-exportcert", "-alias", "ca", "-rfc", "-file", pem.toString());
    }

    /** Its own certificate. */
    Path pem() {
        return pem;
    }

    /**
     * What a server with a certificate of this authority speaks TLS with.
     *
     * @param name subject alternative name, as keytool writes it, for example {@code ip:127.0.0.1}
     * @param begin when it begins, relative to now, for example {@code -10d}
     * @param days how long it is good for
     */
    SSLSocketFactory server(String name, String begin, int days) throws GeneralSecurityException, IOException {
        Path request = directory.resolve("server.csr");
        Path signed = directory.resolve("server.pem");
        Files.deleteIfExists(store("server"));
        keytool("server", "-genkeypair", "-alias", "server", "-dname", "CN=registry", "-keyalg", "EC");
        keytool("server", "-certreq", "-alias", "server", "-file", request.toString());
        keytool(
                "ca",
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString(),
                "-ext",
                "san=" + name,
                "-startdate",
                begin,
                "-validity",
                String.valueOf(days));
        keytool("server", "-importcert", "-alias", "ca", "-file", pem.toString(), "-noprompt");
        keytool("server", "-importcert", "-alias", "server", "-file", signed.toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store("server"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getSocketFactory();
    }

    private Path store(String name) {
        return directory.resolve(name + ".p12");
    }

    private void keytool(String store, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                arguments[0],
                "-storetype",
                "PKCS12",
                "-keystore",
                store(store).toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        try {
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool.log").toFile())
                    .start();
            assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(keytool.exitValue())
                    .as("%s", Files.readString(directory.resolve("keytool.log")))
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
