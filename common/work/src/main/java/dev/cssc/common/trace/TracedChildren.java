package dev.cssc.common.trace;

import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.Ending;
import dev.cssc.common.process.ProcessRunner;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes a span of each child process that works for a job, and tells the child of it in {@code TRACEPARENT} and {@code TRACESTATE}. Not where
 * traces go: the address and the headers of a collector are none of its business. The span has the program's name and no argument.
 */
@Decorator
@Priority(200)
class TracedChildren implements ProcessRunner {
    private static final AttributeKey<String> PROGRAM = AttributeKey.stringKey("process.executable.name");
    private static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey("process.exit.code");

    private final ProcessRunner runner;

    @Inject
    TracedChildren(@Delegate @Any ProcessRunner runner) {
        this.runner = runner;
    }

    @Override
    public Ended run(Command command) {
        String program = program(command.argv());
        try (RunningSpan span =
                Traces.current().child("run " + program, SpanKind.CLIENT, Attributes.of(PROGRAM, program))) {
            Ended ended = runner.run(told(command, span.place()));
            say(span, ended.ending());
            return ended;
        }
    }

    private static void say(RunningSpan span, Ending ending) {
        switch (ending) {
            case Ending.Exited(int code) -> {
                span.say(EXIT_CODE, (long) code);
                if (code != 0) {
                    span.failed("exit code");
                }
            }
            case Ending.TimedOut(Duration limit) -> span.failed("timed out");
            case Ending.TooMuchOutput(long limit) -> span.failed("too much output");
            case Ending.Interrupted() -> span.failed("interrupted");
            case Ending.NotStarted(String why) -> span.failed("not started");
        }
    }

    private static Command told(Command command, TraceContext place) {
        if (place.absent()) {
            return command;
        }
        Map<String, String> environment = new HashMap<>(command.environment());
        environment.put(TraceContext.PARENT.toUpperCase(Locale.ROOT), place.parent());
        if (!place.state().isEmpty()) {
            environment.put(TraceContext.STATE.toUpperCase(Locale.ROOT), place.state());
        }
        return new Command(command.argv(), environment, command.directory(), command.timeout(), command.outputLimit());
    }

    private static String program(List<String> argv) {
        String path = argv.getFirst();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
