package dev.cssc.patch.graft;

import dev.cssc.common.layer.EntryPath;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Files that packages' scripts make out of whatever lies in certain directories. Where the patch holds such a file and an image has
 * something of its own in these directories, the patch made for another image is not what its own would be: it lacks, for example, the
 * image's own certificate authority.
 */
public final class GeneratedFiles {
    /**
     * @param made beginning of paths that are made
     * @param from paths that they are made from
     * @param byName true where it holds but the names of what it is made from
     */
    private record Generated(String made, Pattern from, boolean byName) {}

    private static final String LIBRARIES = "(usr/|usr/local/)?lib[^/]*/(.*/)?[^/]*\\.so(\\.[^/]*)?|etc/ld\\.so\\..*";

    private static final List<Generated> ALL = List.of(
            ofNames("etc/ld.so.cache", LIBRARIES),
            ofNames("var/cache/ldconfig", LIBRARIES),
            of("etc/ssl/certs", "(usr/local|usr)/share/ca-certificates/.*|etc/(ssl|ca-certificates).*"),
            of("etc/pki/ca-trust/extracted", "(etc/pki|usr/share/pki)/.*"),
            of("usr/share/mime", "usr/share/mime/.*"),
            of("usr/share/applications", "usr/share/applications/.*"),
            of("usr/share/glib-2.0/schemas", "usr/share/glib-2.0/schemas/.*"),
            of("usr/share/icons", "usr/share/icons/.*"),
            of("usr/share/info", "usr/share/info/.*"),
            of("var/cache/fontconfig", "(usr|usr/local)/share/fonts/.*|etc/fonts/.*"),
            of("var/cache/man", "(usr|usr/local)/share/man/.*"),
            of("usr/lib/locale", "etc/locale.*|usr/lib/locale/.*"),
            of("boot", "(usr/)?lib/modules/.*|etc/initramfs-tools/.*|boot/.*"));

    private GeneratedFiles() {}

    /** The first path of the layers that a file of the patch should have been made from. */
    static Optional<String> madeWithout(Collection<String> patch, List<LayerPaths> layers) {
        return layers.stream()
                .flatMap(layer -> layer.entries().stream())
                .filter(entry -> !entry.isDirectory())
                .map(LayerEntry::path)
                .filter(sources(patch))
                .findFirst();
    }

    /** Which paths those of the files that are made were made from. */
    public static Predicate<String> sources(Collection<String> files) {
        return from(among(files, generated -> true));
    }

    /** Those of the same whose content, and not their name alone, went into them. */
    public static Predicate<String> contents(Collection<String> files) {
        return from(among(files, generated -> !generated.byName));
    }

    private static List<Generated> among(Collection<String> files, Predicate<Generated> wanted) {
        return ALL.stream()
                .filter(wanted)
                .filter(generated -> files.stream().anyMatch(path -> EntryPath.isWithin(path, generated.made)))
                .toList();
    }

    private static Predicate<String> from(List<Generated> made) {
        return path ->
                made.stream().anyMatch(generated -> generated.from.matcher(path).matches());
    }

    private static Generated of(String made, String from) {
        return new Generated(made, Pattern.compile(from), false);
    }

    /** A cache of the linker: which file has which name; it checks the files themselves when it opens them (ld.so(8)). */
    private static Generated ofNames(String made, String from) {
        return new Generated(made, Pattern.compile(from), true);
    }
}
