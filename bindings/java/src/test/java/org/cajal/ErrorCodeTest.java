package org.cajal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void the_codes_are_those_of_the_c_header() throws IOException {
        String header = Files.readString(Fixtures.REPOSITORY.resolve("include/cajal.h"));
        Map<String, Integer> inC = new TreeMap<>();
        Matcher line = Pattern.compile("(?m)^#define CAJAL_ERROR_(\\w+) (\\d+)$").matcher(header);
        while (line.find()) {
            inC.put(line.group(1), Integer.parseInt(line.group(2)));
        }
        Map<String, Integer> inJava = new TreeMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            if (code.number() > 0) {
                inJava.put(code.name(), code.number());
            }
        }
        assertEquals(inC, inJava);
    }

    @Test
    void a_newer_code_is_unknown_but_keeps_its_number() {
        CajalException exception = new CajalException(4711, 2, "new");
        assertEquals(ErrorCode.UNKNOWN, exception.code());
        assertEquals(4711, exception.codeNumber());
        assertEquals(2, exception.causeCode());
    }
}
