package org.cajal.it;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program of its own: uses the classes through two class loaders, as two web applications do. */
public final class TwoLoaders {
    private TwoLoaders() {}

    public static void main(String[] folders) throws Exception {
        try (URLClassLoader first = loader(); URLClassLoader second = loader()) {
            find(first, folders);
            find(second, folders);
            find(first, folders);
        }
        long libraries = Files.lines(Path.of("/proc/self/maps"))
                .filter(line -> line.contains("libcajal"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .count();
        System.out.println(libraries == 2 ? "two answers, two libraries" : libraries + " libraries");
    }

    /** Runs {@link Find} as the class loader sees it. */
    static void find(ClassLoader loader, String[] folders) throws ReflectiveOperationException {
        Class<?> find = loader.loadClass("org.cajal.it.Find");
        find.getMethod("main", String[].class).invoke(null, (Object) folders);
    }

    /** A class loader with the program's own class path, which shares nothing with the others. */
    static URLClassLoader loader() throws IOException {
        String[] paths = System.getProperty("java.class.path").split(File.pathSeparator);
        URL[] urls = new URL[paths.length];
        for (int index = 0; index < paths.length; index++) {
            urls[index] = Path.of(paths[index]).toUri().toURL();
        }
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }
}
