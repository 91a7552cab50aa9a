package dev.cssc.common.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** What becomes of a multi-platform image where not every platform's image that is judged can be patched. */
public enum MultiPlatform {
    /** The others are patched; what cannot be is carried over into the new index by its digest, and named. */
    PATCH_WHAT_CAN,
    /** Nothing is patched. */
    ALL_OR_NOTHING;

    /** As events have it: what only a later version knows is taken as {@link #PATCH_WHAT_CAN}, which is what happens where nothing is said. */
    @JsonCreator
    public static MultiPlatform parse(String text) {
        return text.equals(ALL_OR_NOTHING.toString()) ? ALL_OR_NOTHING : PATCH_WHAT_CAN;
    }

    /** As policies and events have it: {@code patch-what-can}, {@code all-or-nothing}. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
