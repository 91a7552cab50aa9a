package dev.cssc.patch.graft;

import dev.cssc.common.layer.EntryPath;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
     */
    private record Generated(String made, Pattern from) {}

    private static final List<Generated> ALL = List.of(
            of("etc/ld.so.cache", "(usr/|usr/local/)?lib[^/]*/(.*/)?[^/]*\\.so(\\.[^/]*)?|etc/ld\\.so\\..*"),
            of("var/cache/ldconfig", "(usr/|usr/local/)?lib[^/]*/(.*/)?[^/]*\\.so(\\.[^/]*)?|etc/ld\\.so\\..*"),
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
    public static Optional<String> madeWithout(Collection<String> patch, List<LayerPaths> layers) {
        List<Generated> present = ALL.stream()
                .filter(generated -> patch.stream().anyMatch(path -> EntryPath.isWithin(path, generated.made)))
                .toList();
        return layers.stream()
                .flatMap(layer -> layer.entries().stream())
                .filter(entry -> !entry.isDirectory())
                .map(LayerEntry::path)
                .filter(path -> present.stream()
                        .anyMatch(generated -> generated.from.matcher(path).matches()))
                .findFirst();
    }

    private static Generated of(String made, String from) {
        return new Generated(made, Pattern.compile(from));
    }
}
