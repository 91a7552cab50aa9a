package dev.cssc.patch.graft;

import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerEntry.Kind;
import dev.cssc.common.layer.LayerPaths;
import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class LayerPathsFormTest {
    @Test
    void whatIsKeptIsWhatWasRead() {
        LayerPaths paths = new LayerPaths(IntStream.range(0, 3_000)
                .mapToObj(i -> new LayerEntry(
                        "usr/lib/node_modules/ü" + i % 7 + "/file-" + i,
                        Kind.values()[i % 6],
                        i % 6 == 0 ? "755 0:0" : ""))
                .toList());
        byte[] form = LayerPathsForm.write(paths);
        assertThat(LayerPathsForm.read(form)).isEqualTo(paths);
        assertThat(form).as("compact").hasSizeLessThan(3_000 * 8);
    }
}
