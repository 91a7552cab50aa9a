package dev.cssc.common.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Bytes up to a limit; whoever reads on gets the failure. */
public final class LimitedStream extends FilterInputStream {
    private final Supplier<? extends RuntimeException> exceeded;
    private final long limit;
    private long count;

    /**
     * @param exceeded what whoever reads on gets
     * @param limit bytes that may be read or skipped
     */
    public LimitedStream(InputStream in, Supplier<? extends RuntimeException> exceeded, long limit) {
        super(in);
        this.exceeded = exceeded;
        this.limit = limit;
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        counted(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        counted(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        counted(skipped);
        return skipped;
    }

    private void counted(long more) {
        count += more;
        if (count > limit) {
            throw exceeded.get();
        }
    }
}
