import java.nio.file.Path;
import java.util.List;
import org.cajal.Model;
import org.cajal.ModelOptions;
import org.cajal.Ner;
import org.cajal.NerOptions;

/** One contender of scripts/bench.sh: this library from Java. Arguments: the model's folder. */
final class CajalWorker {
    private CajalWorker() {}

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        try (Model model = Model.load(Path.of(arguments[0]), ModelOptions.defaults())) {
            Ner ner = Ner.of(model);
            Documents.serve(start, texts -> found(ner, texts));
        }
    }

    private static int found(Ner ner, List<String> texts) {
        return ner.runBatch(texts, NerOptions.defaults()).stream().mapToInt(one -> one.result().entities().size()).sum();
    }
}
