package dev.cssc.common.job;

import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that is logged until it is closed, as a handler of the log sees it. */
final class CapturedLog extends ExtHandler {
    private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");

    CapturedLog() {
        root.addHandler(this);
    }

    @Override
    protected void doPublish(ExtLogRecord entry) {
        // Taken in the thread that logs, as a console's handler does.
        entry.copyAll();
        records.add(entry);
    }

    /** The fields of the only line that contains the text. */
    Map<String, String> fieldsOf(String text) {
        return line(text).getMdcCopy();
    }

    /** The only line that contains the text. */
    ExtLogRecord line(String text) {
        List<ExtLogRecord> found = records.stream()
                .filter(entry -> entry.getFormattedMessage().contains(text))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " lines contain '" + text + "'");
        }
        return found.getFirst();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
