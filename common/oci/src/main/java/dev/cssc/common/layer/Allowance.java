package dev.cssc.common.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lets through so many bytes in all, and of what stands in memory so many at once; then reading fails. */
final class Allowance extends FilterInputStream {
    private final long limit;
    private long left;
    private long next = Long.MAX_VALUE;

    Allowance(InputStream in, long limit) {
        super(in);
        this.limit = limit;
        this.left = limit;
    }

    /** From here on so many, until {@link #anything}. */
    void atMost(long bytes) {
        next = bytes;
    }

    /** From here on as many as there are within the limit of all. */
    void anything() {
        next = Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            counted(1);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        counted(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        counted(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void counted(long bytes) throws IOException {
        left -= bytes;
        next -= bytes;
        if (left < 0) {
            throw new IOException("it is larger than " + limit + " bytes unpacked");
        }
        if (next < 0) {
            throw new IOException("one entry has headers of more than a megabyte");
        }
    }
}
