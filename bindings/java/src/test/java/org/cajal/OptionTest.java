package org.cajal;

import static org.cajal.Fixtures.REPOSITORY;
import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The builders against the table of options in the C header. */
class OptionTest {
    private static final String EVERY_RUN = "every run of a model";
    private static final Pattern ROW = Pattern.compile("^ \\* \\| (\\w+) \\| ([^|]+) \\| ", Pattern.MULTILINE);

    /** The classes whose calls run a model, then the others. */
    private static final Map<Class<?>, String> RUNS = Map.of(
            NerOptions.class, "cajal_ner_run",
            ParityNerOptions.class, "cajal_ner_parity_run",
            FillMaskOptions.class, "cajal_fill_mask_run",
            ParityFillMaskOptions.class, "cajal_fill_mask_parity_run",
            PerplexityOptions.class, "cajal_fill_mask_perplexity",
            ClassifierOptions.class, "cajal_classifier_run");

    private static final Map<Class<?>, String> OTHERS = Map.of(
            ModelOptions.class, "cajal_model_load",
            CompileOptions.class, "cajal_model_compile",
            DeidentifyOptions.class, "cajal_deidentify_run");

    @Test
    void every_builder_has_a_method_for_each_option_of_its_call_and_no_other() throws Exception {
        Set<String> all = new TreeSet<>();
        for (Map.Entry<Class<?>, String> run : RUNS.entrySet()) {
            assertEquals(keysOf(run.getValue(), EVERY_RUN), keysSetBy(run.getKey()), run.getKey().getSimpleName());
            all.addAll(keysSetBy(run.getKey()));
        }
        for (Map.Entry<Class<?>, String> other : OTHERS.entrySet()) {
            assertEquals(keysOf(other.getValue()), keysSetBy(other.getKey()), other.getKey().getSimpleName());
            all.addAll(keysSetBy(other.getKey()));
        }
        assertEquals(rows().stream().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new)), all);
    }

    @Test
    void a_timeout_beyond_all_numbers_is_no_limit() {
        for (Duration forever : List.of(ChronoUnit.FOREVER.getDuration(), Duration.ofMillis(Long.MAX_VALUE))) {
            NerOptions options = NerOptions.builder().timeout(forever).build();
            assertEquals("[timeout_ms, " + Long.MAX_VALUE + "]", Arrays.toString(options.pairs()));
            assertEquals(2, Ner.of(shared(Fixtures.PHARMACONER)).run(Fixtures.NOTE, options).entities().size());
        }
    }

    @Test
    void a_timeout_is_rounded_up_to_milliseconds() {
        assertEquals("[timeout_ms, 1]", timeout(Duration.ofNanos(1)));
        assertEquals("[timeout_ms, 2]", timeout(Duration.ofNanos(1_000_001)));
        assertEquals("[timeout_ms, 1500]", timeout(Duration.ofMillis(1500)));
        assertEquals("[timeout_ms, 0]", timeout(Duration.ZERO));
    }

    private static String timeout(Duration timeout) {
        return Arrays.toString(PerplexityOptions.builder().timeout(timeout).build().pairs());
    }

    @Test
    void a_negative_timeout_is_refused_however_small_or_large() {
        Ner ner = Ner.of(shared(Fixtures.PHARMACONER));
        for (Duration negative : List.of(Duration.ofNanos(-1), ChronoUnit.FOREVER.getDuration().negated())) {
            NerOptions options = NerOptions.builder().timeout(negative).build();
            assertCode(ErrorCode.INVALID_OPTION, () -> ner.run(Fixtures.NOTE, options));
        }
    }

    @Test
    void a_target_with_a_line_break_of_any_kind_is_refused() {
        for (String word : List.of("tos\nfiebre", "tos\r", "tos\r\nfiebre", "\r")) {
            assertCode(ErrorCode.INVALID_OPTION, () -> FillMaskOptions.builder().targets(List.of(word)));
            assertCode(ErrorCode.INVALID_OPTION, () -> ParityFillMaskOptions.builder().targets(List.of(word)));
        }
    }

    @Test
    void a_label_with_a_comma_is_refused_and_not_read_as_two() {
        List<String> labels = List.of("PROTEINAS,NORMALIZABLES");
        assertCode(ErrorCode.INVALID_OPTION, () -> NerOptions.builder().labels(labels));
        assertCode(ErrorCode.INVALID_OPTION, () -> ParityNerOptions.builder().ignoreLabels(labels));
    }

    private static List<MatchResult> rows() throws IOException {
        String header = Files.readString(REPOSITORY.resolve("include/cajal.h"));
        List<MatchResult> rows = ROW.matcher(header).results().collect(Collectors.toList());
        return rows.subList(1, rows.size()); // The first is the table's head.
    }

    /** The options that one of these takes. */
    private static Set<String> keysOf(String... takers) throws IOException {
        Set<String> keys = new TreeSet<>();
        for (MatchResult row : rows()) {
            if (List.of(row.group(2).split(", ")).stream().anyMatch(List.of(takers)::contains)) {
                keys.add(row.group(1));
            }
        }
        return keys;
    }

    /** The options that the builder of a class sets, if all its methods are called. */
    private static Set<String> keysSetBy(Class<?> options) throws ReflectiveOperationException {
        Object builder = options.getMethod("builder").invoke(null);
        for (Method method : builder.getClass().getMethods()) {
            if (method.getReturnType() == builder.getClass()) {
                method.invoke(builder, sample(method));
            }
        }
        Object built = builder.getClass().getMethod("build").invoke(builder);
        String[] pairs = (String[]) options.getDeclaredMethod("pairs").invoke(built);
        Set<String> keys = new TreeSet<>();
        for (int index = 0; index < pairs.length; index += 2) {
            keys.add(pairs[index]);
        }
        return keys;
    }

    /** A value for a builder's method. */
    private static Object sample(Method method) {
        Class<?> type = method.getParameterTypes()[0];
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (method.getGenericParameterTypes()[0] instanceof ParameterizedType) {
            return List.of("1");
        }
        return Map.of(int.class, 1, float.class, 1f, String.class, "1", Path.class, Path.of("1"), Duration.class, Duration.ZERO)
                .get(type);
    }
}
