package dev.cssc.common.selection;

import dev.cssc.common.image.Tag;

/** What an image is in relation to the tag that its own tag is named after. */
public sealed interface Descent {

    /** It was made from what the source's tag points to now. */
    record PatchOf(Tag source) implements Descent {}

    /** It was made from what the source's tag pointed to before. */
    record StalePatchOf(Tag source) implements Descent {}

    /** It carries Copa's mark, which does not say from which digest of the source it was made; it counts as stale. */
    record MarkedPatchOf(Tag source) implements Descent {}

    /** It was made from a tag that is not there any more. */
    record OrphanOf(String source) implements Descent {}

    /** It was published here as the patch of an image of another repository. */
    record PatchFromElsewhere(String source) implements Descent {}

    /** It is the source itself under another name. */
    record AliasOf(Tag source) implements Descent {}

    /** Nothing but its name makes it a patch. */
    record OwnSource() implements Descent {}

    /** Why the image is no source, as a sentence that begins with its tag. */
    default String why() {
        return switch (this) {
            case PatchOf(Tag source) -> "is a patch of " + source;
            case StalePatchOf(Tag source) -> "is a patch of what " + source + " was before";
            case MarkedPatchOf(Tag source) ->
                "is a patch of " + source + " by Copa's mark, which does not say of which content";
            case OrphanOf(String source) -> "is a patch of " + source + ", which is not there";
            case PatchFromElsewhere(String source) -> "is a patch of " + source + ", which was published here";
            case AliasOf(Tag source) -> "has the very digest of " + source + ", after which it is named";
            case OwnSource() -> "is a source of its own";
        };
    }

    /** True where it was made by patching, so that it must not be patched again; an alias is no patch but its source. */
    default boolean patch() {
        return switch (this) {
            case PatchOf p -> true;
            case StalePatchOf p -> true;
            case MarkedPatchOf p -> true;
            case OrphanOf p -> true;
            case PatchFromElsewhere p -> true;
            case AliasOf a -> false;
            case OwnSource o -> false;
        };
    }
}
