package dev.cssc.local.configuration;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;

import java.util.List;

/** A Javadoc comment as a line of Markdown. Knows what our comments use and refuses the rest, so that nothing is lost silently. */
final class JavadocText {
    private JavadocText() {}

    static String of(DocCommentTree comment) {
        return markdown(comment.getFullBody());
    }

    private static String markdown(List<? extends DocTree> trees) {
        StringBuilder text = new StringBuilder();
        trees.forEach(tree -> text.append(markdown(tree)));
        return text.toString().replaceAll("\\s+", " ").replace("|", "\\|").strip();
    }

    private static String markdown(DocTree tree) {
        return switch (tree) {
            case TextTree text -> text.getBody();
            case LiteralTree code -> "`" + code.getBody().getBody() + "`";
            case EntityTree entity -> entity.toString();
            case LinkTree link -> link(link);
            case StartElementTree start when start.getName().contentEquals("p") -> " ";
            case StartElementTree start when start.getName().contentEquals("code") -> "`";
            case EndElementTree end when end.getName().contentEquals("code") -> "`";
            default ->
                throw new IllegalStateException("Javadoc has '" + tree + "', a " + tree.getKind()
                        + " that the reference does not know; say it with {@code …} or {@link …}");
        };
    }

    /** A sibling by its key, anything else by its name. */
    private static String link(LinkTree link) {
        String signature = link.getReference().getSignature();
        if (!link.getLabel().isEmpty()) {
            return markdown(link.getLabel());
        }
        return signature.startsWith("#")
                ? "`" + ConfigurationSources.kebab(signature.substring(1)) + "`"
                : "`" + signature.replaceFirst(".*\\.", "") + "`";
    }
}
