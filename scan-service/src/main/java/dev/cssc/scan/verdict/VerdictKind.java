package dev.cssc.scan.verdict;

/** The verdicts without what they say, as they are stored, counted and shown. */
public enum VerdictKind {
    FIXABLE,
    END_OF_LIFE,
    UNSUPPORTED,
    UNFIXABLE_ONLY,
    CLEAN;

    /** The kind of that verdict. */
    public static VerdictKind of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Fixable fixable -> FIXABLE;
            case Verdict.EndOfLife dead -> END_OF_LIFE;
            case Verdict.Unsupported unsupported -> UNSUPPORTED;
            case Verdict.UnfixableOnly unfixable -> UNFIXABLE_ONLY;
            case Verdict.Clean clean -> CLEAN;
        };
    }
}
