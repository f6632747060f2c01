package org.cajal.it;

import java.nio.file.Path;
import java.util.List;
import org.cajal.CancelToken;
import org.cajal.Entity;
import org.cajal.FillMask;
import org.cajal.Model;
import org.cajal.Ner;
import org.cajal.NerOptions;

/** A program of its own: finds the entities of one sentence with the model folders given, and prints them. */
public final class Find {
    private static final String NOTE = "Dolor 😀; se pauta paracetamol.";

    private Find() {}

    public static void main(String[] folders) {
        try (Model model = Model.load(Path.of(folders[0]));
                CancelToken token = new CancelToken()) {
            for (Entity entity : Ner.of(model).run(NOTE, NerOptions.defaults(), token).entities()) {
                System.out.println(entity.label() + " " + entity.text(NOTE));
            }
            Ner.of(model).runAsync(NOTE, NerOptions.defaults()).join();
            Ner.of(model).runBatch(List.of(NOTE, NOTE), NerOptions.defaults(), null, (done, total) -> {});
        }
        for (String folder : List.of(folders).subList(1, folders.length)) {
            try (Model model = Model.load(Path.of(folder))) {
                System.out.println(FillMask.of(model).run("Tos y <mask>.").size() + " mask");
            }
        }
        System.out.println(Find.class.getModule() + ", " + Model.class.getModule());
    }
}
