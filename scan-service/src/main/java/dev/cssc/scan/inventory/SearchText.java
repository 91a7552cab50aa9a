package dev.cssc.scan.inventory;

/** Texts of an image as PostgreSQL can hold them. */
final class SearchText {

    private SearchText() {}

    /** The text without NUL, which PostgreSQL's {@code text} does not take and which no package manager writes. */
    static String of(String text) {
        return text.replace("\0", "");
    }
}
