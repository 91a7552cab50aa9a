package dev.cssc.common.registry;

/** Is told of every request that is sent to a registry, for traces; in the thread that sends it. It must not block or fail. */
@FunctionalInterface
public interface RequestListener {
    /** Listens to nothing. */
    RequestListener NONE = (doing, method, host) -> new Sent() {
        @Override
        public void answered(int status) {}

        @Override
        public void close() {}
    };

    /**
     * A request is about to be sent.
     *
     * @param doing what it is for, as failures say it
     * @param method of HTTP
     * @param host where it goes
     */
    Sent sending(String doing, String method, String host);

    /** A request that is on its way; closed when its answer begins, or when there will be none. */
    interface Sent extends AutoCloseable {
        /** The registry answered. */
        void answered(int status);

        @Override
        void close();
    }
}
