package dev.cssc.scan.foundation;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.layer.LayerScan;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.engine.PackageSources;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.image.ImageDocuments;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Foundations by the layers in the registry, each read once and remembered by its digest. Where an image's lowest layer was met before,
 * there may be another image on the same foundation, and every layer that is new is read for that. Where it was not, the scanner is going
 * to read all of them anyway: only small ones are read here, from the top down to the first that packages may be read from; what is below
 * counts as such a layer, which is never wrong.
 */
@ApplicationScoped
public class RegistryFoundations implements Foundations {

    private static final Logger LOG = Logger.getLogger(RegistryFoundations.class);

    private final RegistryClient registry;
    private final ImageDocuments documents;
    private final FoundationStore store;
    private final Transactions transactions;
    private final FoundationConfig config;

    RegistryFoundations(
            RegistryClient registry,
            ImageDocuments documents,
            FoundationStore store,
            Transactions transactions,
            FoundationConfig config) {
        this.registry = registry;
        this.documents = documents;
        this.store = store;
        this.transactions = transactions;
        this.config = config;
    }

    @Override
    public Optional<Foundation> of(ScanRequest request, PackageSources sources) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        try {
            return documents
                    .findManifest(request.repository(), request.manifest())
                    .filter(raw -> ImageManifest.isManifest(raw.mediaType()))
                    .map(ImageManifest::parse)
                    .filter(manifest -> namesEachLayerOnce(request.repository(), manifest))
                    .map(manifest -> of(request.repository(), manifest.layers(), sources))
                    .filter(foundation -> !foundation.layers().isEmpty());
        } catch (FailureException | UncheckedIOException e) {
            // The scan that follows tells it in the engine's words, if it is still so.
            LOG.debugf("which layers of %s packages are read from could not be told: %s", request.reference(), e);
            return Optional.empty();
        }
    }

    /**
     * A scanner reads the layers that the image's configuration names, by the first of each name (go-containerregistry,
     * partial.DiffIDToBlob): of one that calls two layers alike it reads one twice, and its packages are not those of the manifest's layers.
     */
    private boolean namesEachLayerOnce(Repository repository, ImageManifest manifest) {
        List<Digest> names = documents
                .config(repository, manifest.config().digest(), ImageConfig.LARGEST)
                .diffIds();
        List<Descriptor> layers = manifest.layers();
        if (names.size() != layers.size()) {
            return false;
        }
        Map<Digest, Digest> blobs = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Digest blob = layers.get(i).digest();
            if (!blobs.computeIfAbsent(names.get(i), name -> blob).equals(blob)) {
                return false;
            }
        }
        return true;
    }

    private Foundation of(Repository repository, List<Descriptor> layers, PackageSources sources) {
        List<Digest> digests = layers.stream().map(Descriptor::digest).toList();
        Map<Digest, Boolean> touching = new HashMap<>(transactions.await(tx -> store.find(tx, sources, digests)));
        Map<Digest, Optional<String>> read = read(repository, layers, sources, touching);
        if (!read.isEmpty()) {
            transactions.await(tx -> store.keep(tx, sources, read));
            read.forEach((layer, touches) -> touching.put(layer, touches.isPresent()));
        }
        return new Foundation(sources, digests.stream().filter(touching::get).toList());
    }

    private Map<Digest, Optional<String>> read(
            Repository repository, List<Descriptor> layers, PackageSources sources, Map<Digest, Boolean> known) {
        boolean newBase =
                !layers.isEmpty() && !known.containsKey(layers.getFirst().digest());
        boolean reading = true;
        Map<Digest, Optional<String>> read = new HashMap<>();
        for (Descriptor layer : layers.reversed()) {
            if (!known.containsKey(layer.digest()) && !read.containsKey(layer.digest())) {
                reading &= !newBase || layer.size() <= config.largestOfNewBase().asLongValue();
                Optional<String> touches = reading
                        ? touches(repository, layer, sources)
                        : Optional.of("not read: its image's base was new");
                reading &= !newBase || touches.isEmpty();
                read.put(layer.digest(), touches);
            }
        }
        return read;
    }

    private Optional<String> touches(Repository repository, Descriptor layer, PackageSources sources) {
        if (layer.size() > config.largestLayer().asLongValue()) {
            return Optional.of("not read: it has " + layer.size() + " bytes");
        }
        try (InputStream blob = registry.openBlob(repository, layer.digest())) {
            Optional<String> touches = new LayerScan(
                            sources.places(), config.largestLayer().asLongValue())
                    .touches(blob, layer.mediaType());
            JobLog.current()
                    .line("layer " + layer.digest() + " "
                            + touches.map(path -> "may hold packages (" + path + ")")
                                    .orElse("holds no packages"));
            return touches;
        } catch (IOException e) {
            throw new UncheckedIOException("closing a layer of " + repository, e);
        }
    }
}
