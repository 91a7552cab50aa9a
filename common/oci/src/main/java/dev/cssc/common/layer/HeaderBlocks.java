package dev.cssc.common.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The blocks of an archive (POSIX.1-2017, pax, ustar Interchange Format; GNU tar), each looked at as if it might be a header: it is one to
 * some reader where its checksum is right. What lies between headers is skipped by no size, since readers disagree on sizes.
 */
final class HeaderBlocks {
    static final int SIZE = 512;

    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int CHECKSUM_AT = 148;
    private static final int TYPE_AT = 156;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX = 155;
    private static final long LONGEST_ATTRIBUTES = 1 << 20;
    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,11}");

    private final Collection<String> places;
    private final List<String> names = new ArrayList<>();
    private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();
    private long attributesLeft;
    private char attributesOf;
    private boolean begun;

    HeaderBlocks(Collection<String> places) {
        this.places = places;
    }

    /** What is wrong with this block; empty where nothing is. */
    Optional<String> next(byte[] block) {
        boolean header = isHeader(block);
        if (attributesLeft > 0) {
            return header ? Optional.of("something in it could be an entry or attributes of one") : attributes(block);
        }
        if (!header) {
            return begun || isZero(block) ? Optional.empty() : Optional.of("it is no archive");
        }
        begun = true;
        char type = (char) block[TYPE_AT];
        return switch (type) {
            case 'x', 'g', 'L', 'K', 'X' -> begin(type, block);
            default -> entry(type, block);
        };
    }

    /** What is wrong with where it ends. */
    Optional<String> end() {
        return attributesLeft > 0 || !names.isEmpty() ? Optional.of("it ends within an entry") : Optional.empty();
    }

    private Optional<String> begin(char type, byte[] block) {
        OptionalLong size = octal(text(block, SIZE_AT, 12));
        if (size.isEmpty() || size.getAsLong() > LONGEST_ATTRIBUTES) {
            return Optional.of("it has attributes of an unclear size");
        }
        attributesOf = type;
        attributesLeft = size.getAsLong();
        attributes.reset();
        return Optional.empty();
    }

    private Optional<String> attributes(byte[] block) {
        attributes.write(block, 0, (int) Math.min(SIZE, attributesLeft));
        attributesLeft -= SIZE;
        if (attributesLeft > 0) {
            return Optional.empty();
        }
        String read = attributes.toString(StandardCharsets.ISO_8859_1);
        return switch (attributesOf) {
            case 'K' -> Optional.empty();
            case 'L' -> {
                names.add(cut(read));
                yield Optional.empty();
            }
            default -> records(read);
        };
    }

    /** {@code length key=value newline}, again and again. */
    private Optional<String> records(String text) {
        int at = 0;
        while (at < text.length()) {
            int space = text.indexOf(' ', at);
            String digits = space < 0 ? "" : text.substring(at, space);
            int end = digits.matches("[1-9]\\d{0,6}") ? at + Integer.parseInt(digits) : -1;
            int equals = text.indexOf('=', space);
            if (end > text.length() || equals < 0 || equals >= end || text.charAt(end - 1) != '\n') {
                return Optional.of("it has attributes that cannot be read");
            }
            String key = text.substring(space + 1, equals);
            if (key.equals("path") || key.startsWith("GNU.sparse")) {
                if (attributesOf == 'g') {
                    return Optional.of("it names many entries at once");
                }
                names.add(text.substring(equals + 1, end - 1));
            }
            at = end;
        }
        return Optional.empty();
    }

    private Optional<String> entry(char type, byte[] block) {
        String name = text(block, 0, NAME);
        String prefix = text(block, PREFIX_AT, PREFIX);
        names.add(name);
        names.add(EntryPath.in(prefix, name));
        Optional<String> found =
                names.stream().flatMap(path -> touching(type, path).stream()).findFirst();
        names.clear();
        return found;
    }

    private Optional<String> touching(char type, String written) {
        Optional<LayerEntry> entry = EntryPath.of(written).flatMap(path -> entry(type, path));
        return entry.isEmpty()
                ? Optional.of("it has a path that is too long or leads out of the image")
                : LayerPaths.of(entry.get()).touching(places);
    }

    private static Optional<LayerEntry> entry(char type, String path) {
        String name = EntryPath.name(path);
        String parent = EntryPath.parent(path);
        if (name.equals(LayerEntry.OPAQUE_MARK)) {
            return Optional.of(LayerEntry.of(LayerEntry.Kind.OPAQUE, parent));
        }
        if (name.startsWith(LayerEntry.WHITEOUT_MARK)) {
            // Of nothing it removes the directory itself to some readers, and of two dots what is above.
            return EntryPath.of(EntryPath.in(parent, name.substring(LayerEntry.WHITEOUT_MARK.length())))
                    .map(removed -> LayerEntry.of(LayerEntry.Kind.WHITEOUT, removed));
        }
        return Optional.of(LayerEntry.of(type == '5' ? LayerEntry.Kind.DIRECTORY : LayerEntry.Kind.FILE, path));
    }

    private static boolean isHeader(byte[] block) {
        OptionalLong written = octal(text(block, CHECKSUM_AT, 8));
        if (written.isEmpty()) {
            return false;
        }
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < SIZE; i++) {
            byte value = i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? (byte) ' ' : block[i];
            unsigned += value & 0xff;
            signed += value;
        }
        return written.getAsLong() == unsigned || written.getAsLong() == signed;
    }

    private static boolean isZero(byte[] block) {
        for (byte value : block) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static OptionalLong octal(String field) {
        String digits = field.strip();
        return OCTAL.matcher(digits).matches() ? OptionalLong.of(Long.parseLong(digits, 8)) : OptionalLong.empty();
    }

    /** Of a field that may begin with zero bytes too, as some readers allow. */
    private static String text(byte[] block, int from, int length) {
        int begin = from;
        while (from != 0 && from != PREFIX_AT && begin < from + length && block[begin] == 0) {
            begin++;
        }
        return cut(new String(block, begin, from + length - begin, StandardCharsets.ISO_8859_1));
    }

    private static String cut(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
