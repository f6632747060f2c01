package org.cajal;

import static org.cajal.Fixtures.REPOSITORY;
import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
    @TempDir
    Path temporary;

    @Test
    void facts_are_those_of_the_folder() {
        ModelInfo info = shared(Fixtures.PHARMACONER).info();
        assertEquals(Task.TOKEN_CLASSIFICATION, info.task());
        assertEquals("roberta", info.family());
        assertEquals("safetensors", info.format());
        assertEquals("i8", info.weightsType());
        assertEquals(16000, info.vocabulary());
        assertEquals(6, info.layers());
        assertEquals(256, info.hiddenSize());
        assertEquals(1, info.threads());
        assertEquals("cpu", info.provider());
        assertEquals(Optional.empty(), info.maskToken());
        assertTrue(info.labels().contains("PROTEINAS"));
        assertTrue(info.parameters() > 1_000_000);
        assertTrue(info.weightsBytes() > 3 * info.parameters());
        assertTrue(info.maxTokens() >= 512);
        assertEquals(List.of("roberta"), info.facts().get("family"));
        assertTrue(info.source().endsWith(Fixtures.PHARMACONER));
    }

    @Test
    void a_library_tells_whether_it_carries_models() {
        ModelOptions options = ModelOptions.defaults();
        if (Cajal.hasFeature("embedded-models")) {
            try (Model model = Model.embedded("pharmaconer", options)) {
                assertEquals(Task.TOKEN_CLASSIFICATION, model.info().task());
            }
        }
        assertCode(ErrorCode.MODEL_NOT_FOUND, () -> Model.embedded("nobody", options));
        assertEquals(false, Cajal.hasFeature("no-such-feature"));
    }

    @Test
    void precision_and_provider_are_the_callers_choice() {
        ModelOptions options = ModelOptions.builder().provider("auto").precision("int8").build();
        try (Model model = Model.load(REPOSITORY.resolve(Fixtures.PHARMACONER), options)) {
            assertEquals("int8", model.info().precision());
            assertEquals("auto", model.info().providerAsked());
            assertEquals("cpu", model.info().provider());
            assertTrue(model.info().nodes().get(0).startsWith("CPUExecutionProvider: "));
            assertEquals(2, Ner.of(model).run(Fixtures.NOTE).entities().size());
        }
        assertEquals("f32", shared(Fixtures.PHARMACONER).info().precision());
        ModelOptions unknown = ModelOptions.builder().precision("int4").build();
        assertCode(ErrorCode.INVALID_OPTION, () -> Model.load(REPOSITORY.resolve(Fixtures.PHARMACONER), unknown));
    }

    @Test
    void a_missing_folder_is_named() {
        Path folder = temporary.resolve("no-hay-año");
        String message = assertCode(ErrorCode.MODEL_NOT_FOUND, () -> Model.load(folder)).getMessage();
        assertTrue(message.contains("no-hay-año"), message);
    }

    @Test
    void each_missing_file_has_its_code() throws IOException {
        assertCode(ErrorCode.CONFIG_MISSING, () -> Model.load(temporary));
        copyTo(temporary, "config.json");
        assertCode(ErrorCode.TOKENIZER_MISSING, () -> Model.load(temporary));
        copyTo(temporary, "tokenizer.json");
        assertCode(ErrorCode.WEIGHTS_MISSING, () -> Model.load(temporary));
    }

    @Test
    void truncated_weights_are_told_from_missing_ones() throws IOException {
        copyTo(temporary, "config.json");
        copyTo(temporary, "tokenizer.json");
        byte[] weights = Files.readAllBytes(REPOSITORY.resolve(Fixtures.PHARMACONER).resolve("model.safetensors"));
        Files.write(temporary.resolve("model.safetensors"), java.util.Arrays.copyOf(weights, weights.length / 2));
        assertCode(ErrorCode.WEIGHTS_INVALID, () -> Model.load(temporary));
    }

    @Test
    void a_damaged_configuration_is_told() throws IOException {
        Files.writeString(temporary.resolve("config.json"), "{\"model_type\": ");
        assertCode(ErrorCode.CONFIG_INVALID, () -> Model.load(temporary));
    }

    @Test
    void options_of_a_load_are_checked() {
        ModelOptions options = ModelOptions.builder().threads(0).build();
        assertCode(ErrorCode.INVALID_OPTION, () -> Model.load(temporary, options));
    }

    @Test
    void threads_of_a_call_and_of_a_run_may_be_chosen() {
        ModelOptions options = ModelOptions.builder().threads(3).runThreads(2).build();
        try (Model model = Model.load(Fixtures.REPOSITORY.resolve(Fixtures.PHARMACONER), options)) {
            assertEquals(3, model.info().threads());
            assertEquals(2, model.info().runThreads());
        }
    }

    @Test
    void a_second_runtime_is_refused() {
        shared(Fixtures.PHARMACONER);
        Path other = temporary.resolve("libonnxruntime.so");
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> Cajal.loadRuntime(other));
        Cajal.loadRuntime();
        RuntimeInfo runtime = Cajal.runtime().orElseThrow();
        assertEquals("1.28.0", runtime.version());
        assertEquals("beside", runtime.source());
        assertTrue(Files.isRegularFile(runtime.path()));
    }

    @Test
    void versions_are_equal_everywhere() throws IOException {
        String manifest = Files.readString(REPOSITORY.resolve("Cargo.toml"));
        assertTrue(manifest.contains("version = \"" + Cajal.version() + "\""));
        assertEquals(NativeLibrary.version(), Cajal.version());
    }

    private static void copyTo(Path folder, String name) throws IOException {
        Files.copy(REPOSITORY.resolve(Fixtures.PHARMACONER).resolve(name), folder.resolve(name));
    }
}
