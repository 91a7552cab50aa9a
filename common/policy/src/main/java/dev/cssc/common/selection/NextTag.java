package dev.cssc.common.selection;

import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;

import java.util.Optional;

/**
 * What the next patch of a source would be called: the highest number that is taken where patches are published, plus one, whatever the images
 * with those names are; gaps stay (ACR). ACR goes on to plan {@code -1000}, which its patch task then refuses each time.
 *
 * @param tag the name; empty where none is left
 * @param whyNone a sentence where none is left
 */
record NextTag(Optional<Tag> tag, Optional<String> whyNone) {

    static NextTag of(Tag source, TagConvention convention, Listing listing) {
        return switch (convention) {
            case FLOATING -> of(TagConvention.floatingTag(source), source);
            case INCREMENTAL -> {
                int highest = highest(source, listing);
                yield highest == TagConvention.HIGHEST_SUFFIX
                        ? none("all " + TagConvention.HIGHEST_SUFFIX
                                + " patch tags are used up, so that no patch can be published; "
                                + "push the source under another tag, or delete " + source + "-" + highest)
                        : of(TagConvention.incrementalTag(source, highest + 1), source);
            }
        };
    }

    private static int highest(Tag source, Listing listing) {
        return listing.namedAsPatchesOf(source).stream()
                .mapToInt(tag -> TagConvention.incrementalSuffix(source, tag).orElse(0))
                .max()
                .orElse(0);
    }

    private static NextTag of(Optional<Tag> tag, Tag source) {
        return tag.isPresent()
                ? new NextTag(tag, Optional.empty())
                : none("a patch tag would be longer than " + Tag.LONGEST
                        + " characters, so that no patch can be published; "
                        + source.value().length() + " are used by the source's own tag");
    }

    private static NextTag none(String why) {
        return new NextTag(Optional.empty(), Optional.of(why));
    }
}
