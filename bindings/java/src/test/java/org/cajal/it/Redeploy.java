package org.cajal.it;

import java.lang.ref.WeakReference;
import java.net.URLClassLoader;

/** A program of its own: uses the classes through class loaders that it drops, as a redeployed web application does. */
public final class Redeploy {
    private static final int ROUNDS = 1000;

    private Redeploy() {}

    public static void main(String[] folders) throws Exception {
        WeakReference<ClassLoader> dropped = use(folders);
        for (int round = 0; round < ROUNDS && dropped.get() != null; round++) {
            System.gc();
        }
        use(folders);
        System.out.println(dropped.get() == null ? "collected" : "kept");
    }

    private static WeakReference<ClassLoader> use(String[] folders) throws Exception {
        try (URLClassLoader loader = TwoLoaders.loader()) {
            TwoLoaders.find(loader, folders);
            return new WeakReference<>(loader);
        }
    }
}
