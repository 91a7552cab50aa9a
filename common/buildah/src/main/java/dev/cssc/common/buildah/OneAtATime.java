package dev.cssc.common.buildah;

import dev.cssc.common.image.Digest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work that this process does once for several who want it at the same time: of one digest one does it, and the others wait and find it done.
 * Who comes just when it is done may have to look for himself, and is not kept from doing it again.
 */
final class OneAtATime {
    private final ConcurrentHashMap<Digest, ReentrantLock> working = new ConcurrentHashMap<>();

    /** A turn at the work; others wait until it is closed. */
    final class Turn implements AutoCloseable {
        private final Digest digest;
        private final ReentrantLock alone;

        private Turn(Digest digest, ReentrantLock alone) {
            this.digest = digest;
            this.alone = alone;
        }

        @Override
        public void close() {
            if (!alone.hasQueuedThreads()) {
                working.remove(digest, alone);
            }
            alone.unlock();
        }
    }

    /** Waits for a turn. */
    Turn turn(Digest digest) {
        ReentrantLock alone = alone(digest);
        alone.lock();
        return new Turn(digest, alone);
    }

    /** Waits for a turn until the thread is interrupted. */
    Turn turnInterruptibly(Digest digest) throws InterruptedException {
        ReentrantLock alone = alone(digest);
        alone.lockInterruptibly();
        return new Turn(digest, alone);
    }

    private ReentrantLock alone(Digest digest) {
        return working.computeIfAbsent(digest, key -> new ReentrantLock());
    }
}
