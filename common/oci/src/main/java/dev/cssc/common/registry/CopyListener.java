package dev.cssc.common.registry;

/** Is told of every blob that was made available in another repository, for figures. It must not block or fail. */
@FunctionalInterface
public interface CopyListener {
    /** Listens to nothing. */
    CopyListener NONE = (how, bytes) -> {};

    /** How a blob came to be there. */
    enum How {
        /** It was there already. */
        PRESENT,
        /** The registry took it over from the other repository; no byte was sent. */
        MOUNTED,
        /** It was read from one repository and written to the other. */
        STREAMED
    }

    /**
     * A blob is there now.
     *
     * @param bytes its size, whether they were sent or not
     */
    void copied(How how, long bytes);
}
