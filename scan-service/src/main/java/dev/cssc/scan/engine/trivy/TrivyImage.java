package dev.cssc.scan.engine.trivy;

import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanRequest;
import org.jboss.logging.Logger;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trivy's command line on images, {@code trivy image}: one process each.
 *
 * <p>Trivy knows layers by what an image's configuration calls them, and believes it: whoever calls a layer of his like one of a common
 * base could have that base judged by his. Every report names the blobs that it is about, so they are compared with the manifest's, and
 * where they differ the image is read anew by a Trivy that remembers nothing.
 */
final class TrivyImage {

    private static final Logger LOG = Logger.getLogger(TrivyImage.class);

    private final ProcessRunner runner;
    private final RegistryAccess registries;
    private final TrivyConfig config;
    private final LayerCaches caches;

    TrivyImage(ProcessRunner runner, RegistryAccess registries, TrivyConfig config, LayerCaches caches) {
        this.runner = runner;
        this.registries = registries;
        this.config = config;
        this.caches = caches;
    }

    /**
     * What Trivy answered.
     *
     * @param report as it was understood
     * @param raw the file with the report as Trivy wrote it
     * @param said end of its standard error
     */
    record Answer(TrivyReport report, Path raw, String said) {}

    /** Has the image read and judged by that database. */
    Answer read(ScanRequest request, RegistryAccess.Login login, Databases.Held database) {
        if (login.plainHttp() && TrivyFlags.fetches(config, database)) {
            fetchDatabase(request, database);
        }
        Optional<LayerCaches.Lease> taken = caches.take(database);
        if (taken.isPresent()) {
            try (LayerCaches.Lease layers = taken.get()) {
                Answer answer = read(request, login, database, taken);
                layers.leftInOrder();
                if (answer.report().layers().equals(registries.layers(request.repository(), request.manifest()))) {
                    return answer;
                }
                LOG.warnf("%s calls a layer like one of another image; it is read anew", request.reference());
            }
        }
        return read(request, login, database, Optional.empty());
    }

    /**
     * What lets Trivy read a registry without TLS would let it take a database, which nobody signs, from a stranger: so the database is
     * fetched without that.
     */
    private void fetchDatabase(ScanRequest request, Databases.Held database) {
        String doing = "fetching trivy's database";
        Ended ended = runner.run(new Command(
                TrivyFlags.fetching(config, database),
                TrivyFlags.environmentOfOneCall(request.directory()),
                request.directory(),
                config.timeout(),
                config.reportLimit()));
        TrivyFailures.words(doing, ended);
    }

    private Answer read(
            ScanRequest request,
            RegistryAccess.Login login,
            Databases.Held database,
            Optional<LayerCaches.Lease> layers) {
        String doing = "scanning " + request.reference();
        Ended ended = runner.run(command(request, login, database, layers));
        if (ended.exitCode(doing) != 0 && !TrivyFailures.blameTheCache(ended)) {
            layers.ifPresent(LayerCaches.Lease::leftInOrder);
        }
        String said = TrivyFailures.words(doing, ended);
        return new Answer(
                TrivyReportReader.read(ended.stdout(), doing, config.reportLimit(), config.entryLimit()),
                ended.stdout(),
                said);
    }

    private Command command(
            ScanRequest request,
            RegistryAccess.Login login,
            Databases.Held database,
            Optional<LayerCaches.Lease> layers) {
        List<String> argv = TrivyFlags.judging("image", config, database, layers);
        argv.add("--image-src=remote");
        if (login.plainHttp()) {
            // Trivy has no switch for plain HTTP alone; for a registry over TLS this would switch verification off.
            argv.add("--insecure");
            if (TrivyFlags.fetches(config, database)) {
                argv.add("--skip-db-update");
            }
        }
        login.certificates().ifPresent(file -> argv.add("--cacert=" + file));
        argv.add(request.reference().toString());
        Map<String, String> environment = TrivyFlags.environmentOfOneCall(request.directory());
        environment.put("DOCKER_CONFIG", login.dockerConfig().toString());
        return new Command(argv, environment, request.directory(), config.timeout(), config.reportLimit());
    }
}
