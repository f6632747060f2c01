package org.cajal;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a call costs besides the model's work: 10,000 characters in, 256 entities out. Run by scripts/bench_java.sh, with a
 * library built for it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Crossing {
    /** Clinical Spanish has about one character in thirty that is not ASCII. */
    private static final String SENTENCE = "El paciente niega alergias y tomó medicación. ";

    private String text;

    private static native byte[] cross(String text);

    @Setup
    public void load() {
        NativeLibrary.ensureLoaded();
        text = SENTENCE.repeat(300).substring(0, 10_000);
    }

    @Benchmark
    public List<Entity> call() {
        return new NerResult(new Answer(cross(text))).entities();
    }
}
