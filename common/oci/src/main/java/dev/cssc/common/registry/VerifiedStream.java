package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A blob on its way in. Whoever reads it to its end has either the bytes of that digest or a {@link dev.cssc.common.failure.FailureException}:
 * {@code DIGEST_MISMATCH}, {@code TOO_LARGE}, or what broke the transfer. Whoever stops earlier has verified nothing.
 */
final class VerifiedStream extends InputStream {
    private final String description;
    private final String host;
    private final InputStream body;
    private final Digest expected;
    private final long limit;
    private final MessageDigest hash = Digest.sha256();
    private long count;
    private boolean ended;

    VerifiedStream(String description, String host, InputStream body, Digest expected, long limit) {
        this.description = description;
        this.host = host;
        this.body = body;
        this.expected = expected;
        this.limit = limit;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        int n = read(one, 0, 1);
        return n < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (ended) {
            return -1;
        }
        int n;
        try {
            n = body.read(buffer, offset, length);
        } catch (IOException e) {
            throw Transport.failure(description + ", after " + count + " bytes", host, e);
        }
        if (n < 0) {
            ended = true;
            verify();
            return -1;
        }
        count += n;
        if (count > limit) {
            throw SizeLimit.exceeded(description, limit);
        }
        hash.update(buffer, offset, n);
        return n;
    }

    private void verify() {
        Digest actual = Digest.ofHash(hash.digest());
        if (!actual.equals(expected)) {
            throw Failure.of(
                            ReasonCode.DIGEST_MISMATCH,
                            description + ": the " + count + " bytes received have " + actual)
                    .toException();
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
