package dev.cssc.bench;

import picocli.CommandLine.Command;

/** The benchmarks. */
@Command(
        name = "bench",
        description = "Measure against what one would do without us, on input made for it.",
        subcommands = {PlanBench.class, ScanBench.class, PatchBench.class, ScaleBench.class, StartBench.class})
public final class BenchCommand {}
