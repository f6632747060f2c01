package org.cajal;

import static org.cajal.Fixtures.REPOSITORY;
import static org.cajal.Fixtures.assertCode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileTest {
    private static final Path SOURCE = REPOSITORY.resolve(Fixtures.PHARMACONER);

    @TempDir
    Path temporary;

    @Test
    void a_compiled_folder_is_verified_and_answers_as_its_source_does() {
        Path out = temporary.resolve("compilado, año 1");
        Model.compile(SOURCE, out, CompileOptions.builder().precision("int8").threads(1).build());
        List<Entity> found = entities(out, ModelOptions.builder().verify(Verification.STRICT).build());
        assertEquals(2, found.size());
        assertEquals(entities(SOURCE, ModelOptions.builder().precision("int8").build()), found);
        try (Model model = Model.load(out)) {
            assertEquals("compiled", model.info().format());
            assertEquals("int8", model.info().precision());
        }
    }

    @Test
    void a_folder_is_compiled_for_f32_if_nothing_is_said() {
        Path out = temporary.resolve("compiled");
        Model.compile(SOURCE, out, CompileOptions.defaults());
        assertEquals(entities(SOURCE, ModelOptions.defaults()), entities(out, ModelOptions.defaults()));
    }

    @Test
    void a_folder_that_is_not_empty_is_left_as_it_is() throws IOException {
        Files.writeString(temporary.resolve("note.txt"), "mine");
        assertCode(ErrorCode.IO, () -> Model.compile(SOURCE, temporary, CompileOptions.defaults()));
        assertEquals("mine", Files.readString(temporary.resolve("note.txt")));
    }

    @Test
    void what_a_folder_cannot_be_compiled_for_is_told() {
        Path out = temporary.resolve("compiled");
        for (String precision : List.of("bf16", "auto", "int4")) {
            CompileOptions options = CompileOptions.builder().precision(precision).build();
            assertCode(ErrorCode.INVALID_OPTION, () -> Model.compile(SOURCE, out, options));
        }
        Path nowhere = temporary.resolve("nowhere");
        assertCode(ErrorCode.MODEL_NOT_FOUND, () -> Model.compile(nowhere, out, CompileOptions.defaults()));
        assertFalse(Files.exists(out));
    }

    @Test
    void a_damaged_file_is_told_where_hashes_are_compared() throws IOException {
        Path out = temporary.resolve("compiled");
        Model.compile(SOURCE, out, CompileOptions.defaults());
        Path config = out.resolve("config.json");
        byte[] bytes = Files.readAllBytes(config);
        assertEquals('\n', bytes[bytes.length - 1]);
        bytes[bytes.length - 1] = ' ';
        Files.write(config, bytes);
        Model.load(out).close();
        ModelOptions strict = ModelOptions.builder().verify(Verification.STRICT).build();
        String message = assertCode(ErrorCode.WEIGHTS_INVALID, () -> Model.load(out, strict)).getMessage();
        assertTrue(message.contains("config.json"), message);
    }

    private static List<Entity> entities(Path folder, ModelOptions options) {
        try (Model model = Model.load(folder, options)) {
            return Ner.of(model).run(Fixtures.NOTE).entities();
        }
    }
}
