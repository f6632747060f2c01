package org.cajal.it;

import java.nio.file.Path;
import java.util.List;
import org.cajal.CancelToken;
import org.cajal.Deidentified;
import org.cajal.Entity;
import org.cajal.Export;
import org.cajal.ExportFormat;
import org.cajal.FillMask;
import org.cajal.FillMaskOptions;
import org.cajal.Model;
import org.cajal.Ner;
import org.cajal.NerOptions;
import org.cajal.NerResult;
import org.cajal.ParityFillMask;
import org.cajal.ParityFillMaskOptions;
import org.cajal.ParityNer;
import org.cajal.ParityNerOptions;
import org.cajal.PerplexityOptions;

/** A program of its own: finds the entities of one sentence with the model folders given, and prints them. */
public final class Find {
    private static final String NOTE = "Dolor 😀; se pauta paracetamol.";

    private Find() {}

    private static void fillMasks(FillMask fillMask, ParityFillMask parity) {
        String text = "Tos y <mask>.";
        FillMaskOptions targets = FillMaskOptions.builder().targets(List.of("fiebre", "")).build();
        fillMask.runBatch(List.of(text, NOTE), targets).get(0).result().filled(0, 0);
        FillMaskOptions joint = FillMaskOptions.builder().beamWidth(4).build();
        fillMask.run(text, joint, null, (done, total) -> {}).filledTogether(0);
        fillMask.perplexity(NOTE, PerplexityOptions.defaults());
        parity.run(text, ParityFillMaskOptions.defaults(), null, (done, total) -> {});
    }

    /** A listener's exception passes through native frames. */
    private static void stopByListener(Ner ner) {
        try {
            ner.run(NOTE, NerOptions.defaults(), null, (done, total) -> {
                throw new IllegalStateException("the listener's own");
            });
            throw new AssertionError("the listener's exception was lost");
        } catch (IllegalStateException stopped) {
            System.out.println(stopped.getMessage());
        }
    }

    public static void main(String[] folders) {
        try (Model model = Model.load(Path.of(folders[0]));
                CancelToken token = new CancelToken()) {
            for (Entity entity : Ner.of(model).run(NOTE, NerOptions.defaults(), token).entities()) {
                System.out.println(entity.label() + " " + entity.text(NOTE));
            }
            Ner.of(model).runAsync(NOTE, NerOptions.defaults()).join();
            NerResult result =
                    Ner.of(model).runBatch(List.of(NOTE, NOTE), NerOptions.defaults(), null, (done, total) -> {}).get(0).result();
            Export.builder(ExportFormat.HTML).add("nota", NOTE, result).build();
            Deidentified.of(NOTE, result);
            ParityNer.of(model).run(NOTE, ParityNerOptions.defaults(), null, (done, total) -> {});
            stopByListener(Ner.of(model));
        }
        for (String folder : List.of(folders).subList(1, folders.length)) {
            try (Model model = Model.load(Path.of(folder))) {
                fillMasks(FillMask.of(model), ParityFillMask.of(model));
                System.out.println(FillMask.of(model).run("Tos y <mask>.").masks().size() + " mask");
            }
        }
        System.out.println(Find.class.getModule() + ", " + Model.class.getModule());
    }
}
