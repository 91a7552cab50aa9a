package dev.cssc.patch.rebase;

import dev.cssc.common.image.Digest;
import dev.cssc.common.layer.LayerFile;
import dev.cssc.patch.graft.ImageLayers;
import dev.cssc.patch.graft.Layers;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Files of builds of bases. A layer has to be read to its end for any of them, and many images ask for the same few: those are remembered.
 */
@ApplicationScoped
class BaseFiles {
    /** Each with at most {@link LayerFile#BEGINNING} bytes of text. */
    private static final int MOST_REMEMBERED = 500;

    /** Who asks for more asks for what a cache was made from: seldom, and of one image. */
    private static final int MOST_OF_ONE_LAYER = 50;

    private final Layers layers;
    private final Map<Key, Optional<LayerFile>> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Optional<LayerFile>> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    BaseFiles(Layers layers) {
        this.layers = layers;
    }

    private record Key(Digest layer, String path) {}

    /** The file; empty where there is none, or nothing regular. */
    Optional<LayerFile> file(BuiltTree build, String path) {
        return Optional.ofNullable(files(build, Set.of(path)).get(path));
    }

    /** The first of the files that an image could not replace on both builds alike. */
    Optional<String> differing(BuiltTree older, BuiltTree newer, Set<String> files) {
        Map<String, LayerFile> was = files(older, files);
        Map<String, LayerFile> is = files(newer, files);
        return files.stream()
                .filter(path -> !same(path, Optional.ofNullable(was.get(path)), Optional.ofNullable(is.get(path))))
                .findFirst();
    }

    /** True where that user or group is the same in both. */
    boolean sameAccount(BuiltTree older, BuiltTree newer, String file, String name) {
        Optional<LayerFile> was = file(older, file);
        Optional<LayerFile> is = file(newer, file);
        return was.isPresent() && is.isPresent() && AccountFiles.sameLine(was.get(), is.get(), name);
    }

    /** The first user or group that has another number in the newer build. */
    Optional<String> renumbered(BuiltTree older, BuiltTree newer) {
        return Stream.of(AccountFiles.USERS, AccountFiles.GROUPS)
                .flatMap(path -> file(older, path).stream()
                        .flatMap(was ->
                                file(newer, path).stream().flatMap(is -> AccountFiles.renumbered(was, is).stream()))
                        .map(name -> name + " in " + path))
                .findFirst();
    }

    private static boolean same(String path, Optional<LayerFile> was, Optional<LayerFile> is) {
        return was.isPresent()
                && is.isPresent()
                && (was.get().identity().equals(is.get().identity())
                        || AccountFiles.coversNewer(path, was.get(), is.get()));
    }

    private Map<String, LayerFile> files(BuiltTree built, Set<String> wanted) {
        Map<Integer, Set<String>> byLayer = new TreeMap<>();
        wanted.forEach(path -> built.tree()
                .at(path)
                .ifPresent(there -> byLayer.computeIfAbsent(there.layer(), none -> new TreeSet<>())
                        .add(path)));
        BaseBuild build = built.build();
        Map<String, LayerFile> found = new TreeMap<>();
        byLayer.forEach((number, paths) ->
                found.putAll(files(build, build.image().layers().get(number), paths)));
        return found;
    }

    private Map<String, LayerFile> files(BaseBuild build, ImageLayers.Layer layer, Set<String> paths) {
        Map<String, LayerFile> found = new TreeMap<>();
        Set<String> unknown = recall(layer.digest(), paths, found);
        if (!unknown.isEmpty()) {
            Map<String, LayerFile> read = layers.files(build.repository(), layer, unknown);
            remember(layer.digest(), unknown, read);
            found.putAll(read);
        }
        return found;
    }

    private Set<String> recall(Digest layer, Collection<String> paths, Map<String, LayerFile> found) {
        Set<String> unknown = new TreeSet<>();
        synchronized (remembered) {
            for (String path : paths) {
                Key key = new Key(layer, path);
                if (!remembered.containsKey(key)) {
                    unknown.add(path);
                } else {
                    remembered.get(key).ifPresent(file -> found.put(path, file));
                }
            }
        }
        return unknown;
    }

    private void remember(Digest layer, Set<String> paths, Map<String, LayerFile> read) {
        if (paths.size() > MOST_OF_ONE_LAYER) {
            return;
        }
        synchronized (remembered) {
            paths.forEach(path -> remembered.put(new Key(layer, path), Optional.ofNullable(read.get(path))));
        }
    }
}
