package dev.cssc.scan.database;

/** An artifact that was read and can be no database, whenever it is read again: its bytes are what its digest says. */
final class UnusableDatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String why;

    /**
     * @param why a part of a sentence with the artifact's name
     */
    UnusableDatabaseException(String why) {
        super(why);
        this.why = why;
    }

    String why() {
        return why;
    }
}
