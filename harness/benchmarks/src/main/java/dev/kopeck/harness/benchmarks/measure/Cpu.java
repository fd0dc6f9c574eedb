package dev.kopeck.harness.benchmarks.measure;

import java.time.Duration;
import java.util.stream.Stream;

/** CPU time of processes, which says what work costs even where the machine is shared. */
public final class Cpu {

    private Cpu() {}

    /** Of the process and all that it started and that still live. */
    public static Duration of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
