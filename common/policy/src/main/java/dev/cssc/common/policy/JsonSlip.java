package dev.cssc.common.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

import java.util.Locale;
import java.util.Optional;

/**
 * Says in words for a policy's author why a text is no JSON. The parser's own words speak of its settings and classes; what it knows is
 * where it stopped, and the character there tells most slips apart.
 *
 * @param text the text
 * @param offset where the parser stopped, in characters; the text's length where it ended too early
 * @param path JSON path of the innermost object or array that was begun
 */
record JsonSlip(String text, int offset, String path) {

    static PolicyProblem of(String text, JsonParser parser, JsonProcessingException e, int deepest) {
        String path = JsonPath.of(parser.getParsingContext());
        Optional<Position> position = Optional.ofNullable(e.getLocation())
                .map(location -> new Position(location.getLineNr(), location.getColumnNr()));
        if (e instanceof StreamConstraintsException) {
            boolean depth = e.getOriginalMessage().contains("nesting depth");
            String limit = depth ? "nests deeper than " + deepest + " levels" : "holds a number that is too long";
            return PolicyProblem.at("$", limit).positioned(position);
        }
        long stopped = e.getLocation() == null ? text.length() : e.getLocation().getCharOffset();
        boolean ended = e instanceof JsonEOFException || stopped >= text.length() || stopped < 0;
        JsonSlip slip = new JsonSlip(text, ended ? text.length() : (int) stopped, path);
        PolicyProblem problem =
                PolicyProblem.at("$", "is not JSON: " + slip.message()).positioned(position);
        return slip.proposal().map(problem::proposing).orElse(problem);
    }

    private String message() {
        if (offset == text.length()) {
            return "it ends before " + (path.equals("$") ? "it" : path) + " is complete";
        }
        char c = text.charAt(offset);
        if (commaBefore()) {
            return "there is a comma before the closing " + c;
        }
        if (c < ' ') {
            return "a text is not closed by the end of its line";
        }
        String word = word();
        return word.isEmpty() ? "'" + c + "' is not expected here" : "the word " + word + " is not expected here";
    }

    private Optional<String> proposal() {
        if (offset == text.length()) {
            return Optional.of("was the end cut off?");
        }
        char c = text.charAt(offset);
        if (commaBefore()) {
            return Optional.of("leave the comma out");
        }
        if (c < ' ') {
            return Optional.of("close it with \", or write \\n for a line break");
        }
        String word = word();
        if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
            return Optional.of("write " + word.toLowerCase(Locale.ROOT));
        }
        if (!word.isEmpty()) {
            return Optional.of("put it in double quotes");
        }
        return switch (c) {
            case '\'' -> Optional.of("use double quotes");
            case '/', '#' -> Optional.of("JSON knows no comments; leave it out");
            case '"', '{', '[' -> Optional.of("is a comma or a colon missing before it?");
            case '}', ']' -> Optional.of("is something missing before it, or one bracket too many?");
            default -> Optional.empty();
        };
    }

    /** The slip that people make most, and that ACR's own documentation shows. */
    private boolean commaBefore() {
        char closing = text.charAt(offset);
        int before = offset - 1;
        while (before > 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        return (closing == ']' || closing == '}') && before >= 0 && text.charAt(before) == ',';
    }

    /** The unquoted word that begins, or has just ended, at the offset; empty where there is none. */
    private String word() {
        int start = offset;
        if (!Character.isLetter(text.charAt(offset))) {
            while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
                start--;
            }
        }
        int end = start;
        while (end < text.length() && end - start < 40 && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end);
    }
}
