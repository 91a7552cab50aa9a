package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.process.Ended;

import java.time.Duration;
import java.util.List;

/** Runs the programs of one image. */
interface ImagePrograms {

    /**
     * Runs a program of the image as root, without a shell.
     *
     * @return how it ended; an exit code other than 0 is for the caller to judge
     */
    Ended run(List<String> argv, Duration timeout);
}
