package dev.cssc.patch.graft;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The form in which a layer's paths are kept: each entry as what its path has not in common with the one before, all of it deflated. A
 * Debian base with 7,000 entries takes some 60 KB.
 */
final class LayerPathsForm {
    /** Of a form that an earlier version of this class wrote nothing is read; the layer is. */
    static final int VERSION = 1;

    private static final LayerEntry.Kind[] KINDS = LayerEntry.Kind.values();

    private LayerPathsForm() {}

    static byte[] write(LayerPaths paths) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeInt(paths.entries().size());
            String before = "";
            for (LayerEntry entry : paths.entries()) {
                int shared = shared(before, entry.path());
                out.writeByte(entry.kind().ordinal());
                out.writeShort(shared);
                out.writeUTF(entry.path().substring(shared));
                out.writeUTF(entry.detail());
                before = entry.path();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing a layer's paths", e);
        }
        return bytes.toByteArray();
    }

    static LayerPaths read(byte[] form) {
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(form)))) {
            int count = in.readInt();
            List<LayerEntry> entries = new ArrayList<>();
            String before = "";
            for (int i = 0; i < count; i++) {
                LayerEntry.Kind kind = KINDS[in.readByte()];
                int shared = in.readUnsignedShort();
                String path = before.substring(0, shared) + in.readUTF();
                entries.add(new LayerEntry(path, kind, in.readUTF()));
                before = path;
            }
            return new LayerPaths(entries);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a layer's kept paths", e);
        }
    }

    private static int shared(String one, String other) {
        int i = 0;
        while (i < one.length() && i < other.length() && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }
}
