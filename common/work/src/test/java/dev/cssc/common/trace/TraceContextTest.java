package dev.cssc.common.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What others write into the headers of a trace. */
class TraceContextTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void whatIsWellFormedIsHandedOnAsItCame() {
        TraceContext read = TraceContext.read(Optional.of(PARENT), Optional.of("vendor=a,other=b"));

        assertThat(read).isEqualTo(new TraceContext(PARENT, "vendor=a,other=b"));
        assertThat(TraceContext.of(read.context())).isEqualTo(read);
    }

    @Test
    void thatATraceIsNotRecordedIsHandedOnToo() {
        String unrecorded = PARENT.replaceAll("01$", "00");

        assertThat(TraceContext.read(Optional.of(unrecorded), Optional.empty()).parent())
                .isEqualTo(unrecorded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yes",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\nX: y"
            })
    void whatIsMalformedIsNoTrace(String parent) {
        assertThat(TraceContext.read(Optional.of(parent), Optional.of("vendor=a")))
                .isEqualTo(TraceContext.NONE);
    }

    @Test
    void aHugeHeaderIsNotEvenRead() {
        assertThat(TraceContext.read(Optional.of(PARENT + "-" + "0".repeat(100_000)), Optional.empty()))
                .isEqualTo(TraceContext.NONE);
    }

    @Test
    void aHugeStateIsDroppedAndTheTraceGoesOn() {
        String huge = "vendor=" + "a".repeat(100_000);

        assertThat(TraceContext.read(Optional.of(PARENT), Optional.of(huge))).isEqualTo(new TraceContext(PARENT, ""));
    }

    @Test
    void aMalformedStateIsDroppedAndTheTraceGoesOn() {
        assertThat(TraceContext.read(Optional.of(PARENT), Optional.of("no state at all")))
                .isEqualTo(new TraceContext(PARENT, ""));
    }

    @Test
    void withoutASpanThereIsNone() {
        assertThat(TraceContext.of(Context.root())).isEqualTo(TraceContext.NONE);
        assertThat(Span.fromContext(TraceContext.NONE.context())
                        .getSpanContext()
                        .isValid())
                .isFalse();
    }
}
