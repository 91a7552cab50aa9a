package dev.cssc.scan.report;

/** The forms in which a report is served. */
enum ReportFormat {
    /** Ours, the same whichever engine looked. */
    JSON,
    /** SARIF 2.1.0. */
    SARIF,
    /** RFC 4180. */
    CSV,
    /** As the engine wrote it; of one platform only, and only as long as it is kept. */
    ENGINE
}
