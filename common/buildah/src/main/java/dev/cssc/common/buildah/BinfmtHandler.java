package dev.cssc.common.buildah;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A format of programs that the kernel hands to an interpreter, as a file below {@code /proc/sys/fs/binfmt_misc} tells it (Linux,
 * Documentation/admin-guide/binfmt-misc.rst).
 *
 * @param enabled whether it is switched on
 * @param flags one letter each; {@code F} says that the interpreter was opened when it was registered, so that it is found from within
 *     any file system
 * @param architecture of the programs, in Go's vocabulary
 */
record BinfmtHandler(boolean enabled, String flags, String architecture) {
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    /** Up to {@code e_machine} (elf(5)). */
    private static final int HEADER = 20;

    /** Read from the lines of such a file; empty where it is no handler of another architecture's programs. */
    static Optional<BinfmtHandler> parse(List<String> lines) {
        if (lines.isEmpty() || !value(lines, "offset").equals("0")) {
            return Optional.empty();
        }
        return architecture(value(lines, "magic"))
                .map(name -> new BinfmtHandler(lines.getFirst().equals("enabled"), value(lines, "flags:"), name));
    }

    /** True where programs inside of an image run by it, whatever else is in the image. */
    boolean worksInImages() {
        return enabled && flags.contains("F");
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** What the beginning of a program must look like says for what it is; names of handlers differ with who registered them. */
    private static Optional<String> architecture(String magic) {
        byte[] elf;
        try {
            elf = HexFormat.of().parseHex(magic);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (elf.length < HEADER || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F') {
            return Optional.empty();
        }
        boolean wide = elf[4] == CLASS_64;
        boolean little = elf[5] == LITTLE_ENDIAN;
        int low = Byte.toUnsignedInt(elf[18]);
        int high = Byte.toUnsignedInt(elf[19]);
        return Optional.ofNullable(name(little ? high << 8 | low : low << 8 | high, wide, little));
    }

    private static @Nullable String name(int machine, boolean wide, boolean little) {
        return switch (machine) {
            case 3 -> "386";
            case 8 -> (wide ? "mips64" : "mips") + (little ? "le" : "");
            case 21 -> little ? "ppc64le" : "ppc64";
            case 22 -> "s390x";
            case 40 -> little ? "arm" : null;
            case 62 -> wide ? "amd64" : null;
            case 183 -> little ? "arm64" : null;
            case 243 -> wide ? "riscv64" : null;
            case 258 -> "loong64";
            default -> null;
        };
    }
}
