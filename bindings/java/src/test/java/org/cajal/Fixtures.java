package org.cajal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.function.Executable;

/** Models and texts that the tests share. */
final class Fixtures {
    static final Path REPOSITORY = Path.of(System.getProperty("repository")).normalize();
    static final String PHARMACONER = "models/clinical-es-mini-pharmaconer";
    static final String CANTEMIST = "models/clinical-es-mini-cantemist";
    static final String MEDDOCAN = "models/clinical-es-mini-meddocan";
    static final String FILL_MASK = "models/clinical-es-mini";
    static final String CLASSIFIER = "tests/data/bindings/classifier";
    static final String NOTE = "El niño tomó paracetamol y el señor, ibuprofeno.";
    /** Long enough that it cannot be finished before another thread stops it: tens of thousands of windows. */
    static final String ENDLESS = "Se determinó ferritina, transferrina, albúmina y vitamina B12.\n".repeat(200_000);

    private static final Map<String, Model> MODELS = new ConcurrentHashMap<>();

    private Fixtures() {}

    /** A model that stays open for all tests; nobody closes it. */
    static Model shared(String folder) {
        return MODELS.computeIfAbsent(folder, Fixtures::open);
    }

    /** A model of the caller's own. */
    static Model open(String folder) {
        return Model.load(REPOSITORY.resolve(folder), ModelOptions.builder().threads(1).build());
    }

    static CajalException assertCode(ErrorCode expected, Executable call) {
        CajalException exception = assertThrows(CajalException.class, call);
        assertEquals(expected, exception.code(), exception.getMessage());
        return exception;
    }
}
